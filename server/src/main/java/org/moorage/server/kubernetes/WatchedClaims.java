package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.controller.ClaimAnnotations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The annotations of all claims of the cluster, from a watch (`--pvc-annotations`). Of each claim only its uid and
/// the annotations for this driver are kept.
///
/// The view lags behind, and a claim may have been made anew under its old name. It is therefore believed for a
/// volume that bears the claim's uid in its name, as csi-provisioner names them; any other claim is read by itself.
public final class WatchedClaims implements ClaimAnnotations, AutoCloseable {
    private static final String PATH = "/api/v1/persistentvolumeclaims";
    private static final Duration START_TIME = Duration.ofSeconds(30);
    private static final Duration READ_TIME = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(WatchedClaims.class);

    private final KubernetesApi api;
    private final String driver;
    private final Map<Claim.Key, Claim> view = new ConcurrentHashMap<>();
    private final ResourceWatch watch;
    private final AtomicBoolean warned = new AtomicBoolean();

    private WatchedClaims(KubernetesApi api, String driver, Duration resync, InstantSource clock) {
        this.api = api;
        this.driver = driver;
        this.watch = new ResourceWatch(api, PATH, resync, clock, new Keeper());
    }

    /// Reads all claims once and follows them from then on. While the API cannot be reached there is no view, and
    /// each claim is read by itself.
    ///
    /// @param driver the driver's name; the annotations for it begin with that, or with the end of it
    /// @throws Refusal if it is refused to read the claims
    public static WatchedClaims start(KubernetesApi api, String driver, Duration resync, InstantSource clock) {
        var claims = new WatchedClaims(api, driver, resync, clock);
        try {
            claims.watch.start(Deadline.after(START_TIME, clock));
            return claims;
        } catch (KubernetesError error) {
            throw new Refusal(
                    "--pvc-annotations: the claims of the cluster cannot be read: " + error.getMessage()
                            + (error.denied()
                                    ? "; allow get, list and watch of persistentvolumeclaims to this account"
                                    : "; give a --kubeconfig that works, or leave --pvc-annotations out"),
                    error);
        }
    }

    @Override
    public Map<String, String> of(String volume, Map<String, String> parameters, Deadline deadline) {
        var key = Claim.Key.of(parameters);
        if (key.isEmpty()) {
            if (warned.compareAndSet(false, true)) {
                LOG.atWarn()
                        .log("--pvc-annotations: requests do not name their claim, so no annotations are read:"
                                + " start csi-provisioner with --extra-create-metadata");
            }
            return Map.of();
        }
        var seen = view.get(key.get());
        if (seen != null && !seen.uid().isEmpty() && volume.contains(seen.uid())) {
            return seen.annotations();
        }
        return read(key.get(), deadline).annotations();
    }

    private Claim read(Claim.Key key, Deadline deadline) {
        try {
            return Claim.of(api.get(key.path(), KubernetesApi.METADATA, deadline.within(READ_TIME)), driver);
        } catch (KubernetesError error) {
            if (error.notFound()) {
                // Nobody waits for the volume any more, but an earlier try may have made it: the call must go on.
                return new Claim("", Map.of());
            }
            throw new Failure.Unavailable("read the annotations of claim " + key + ": " + error.getMessage(), error);
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    private final class Keeper implements ResourceWatch.Listener {
        @Override
        public void replaced(List<JsonNode> all) {
            var now = new ConcurrentHashMap<Claim.Key, Claim>();
            all.forEach(object -> now.put(Claim.Key.of(object), Claim.of(object, driver)));
            view.keySet().retainAll(now.keySet());
            view.putAll(now);
        }

        @Override
        public void changed(JsonNode object) {
            view.put(Claim.Key.of(object), Claim.of(object, driver));
        }

        @Override
        public void gone(JsonNode object) {
            view.remove(Claim.Key.of(object));
        }
    }
}
