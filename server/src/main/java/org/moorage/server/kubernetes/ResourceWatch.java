package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows a kind of objects: lists them once, then hears of each change, and lists anew when the thread is lost
/// ("Kubernetes API Concepts, Efficient detection of changes"). Only their metadata is asked for.
final class ResourceWatch implements AutoCloseable {
    /// Who is told.
    interface Listener {
        /// This is all there is now.
        void replaced(List<JsonNode> all);

        /// This has come or changed.
        void changed(JsonNode object);

        /// This has gone.
        void gone(JsonNode object);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final Duration ONE_WATCH = Duration.ofMinutes(5);
    private static final Duration LIST_TIME = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /// A watch that ends sooner has not done its work, whatever it said.
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final KubernetesApi api;
    private final String path;
    private final Duration resync;
    private final InstantSource clock;
    private final Listener listener;
    private String version = "";
    private Instant listAgain;
    private Duration pause = FIRST_PAUSE;
    private boolean interrupted;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /// @param path   the list's path: `/api/v1/persistentvolumeclaims`
    /// @param resync how long to rely on changes alone, at least
    ResourceWatch(KubernetesApi api, String path, Duration resync, InstantSource clock, Listener listener) {
        this.api = api;
        this.path = path;
        this.resync = resync;
        this.clock = clock;
        this.listener = listener;
        this.listAgain = clock.instant();
    }

    /// Lists once, then goes on in a thread of its own until closed. A first list that fails in passing is made up
    /// for there.
    ///
    /// @throws KubernetesError if the first list is refused
    void start(Deadline deadline) {
        try {
            list(deadline);
        } catch (KubernetesError error) {
            if (!error.passing()) {
                throw error;
            }
            lost(error);
        }
        thread = Thread.ofVirtual().name("watch " + path).start(this::follow);
    }

    @Override
    public void close() {
        closed = true;
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void follow() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void step() throws InterruptedException {
        var began = clock.instant();
        try {
            if (version.isEmpty() || !clock.instant().isBefore(listAgain)) {
                list(Deadline.after(LIST_TIME, clock));
            }
            api.watch(path, KubernetesApi.METADATA, version, ONE_WATCH, this::take);
            resumed();
        } catch (KubernetesError error) {
            lost(error);
        } catch (RuntimeException unforeseen) {
            // What one object was like must not end the watch of all others.
            version = "";
            LOG.atError().setCause(unforeseen).log("a watch of the cluster met what it does not understand");
        }
        if (Duration.between(began, clock.instant()).compareTo(SHORT) < 0) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } else {
            pause = FIRST_PAUSE;
        }
    }

    private void list(Deadline deadline) {
        var all = new ArrayList<JsonNode>();
        version = api.list(path, KubernetesApi.METADATA_LIST, deadline, all::add);
        listener.replaced(all);
        var spread = RandomGenerator.getDefault().nextDouble();
        listAgain = clock.instant().plus(resync).plusMillis((long) (resync.toMillis() * spread));
    }

    private void take(JsonNode event) {
        var object = event.path("object");
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> listener.changed(object);
            case "DELETED" -> listener.gone(object);
            case "BOOKMARK" -> {}
            case "ERROR" ->
                throw KubernetesError.refused(
                        "watch " + path, object.path("code").asInt(), object);
            default -> throw KubernetesError.refused("watch " + path, 0, object);
        }
        version = object.at("/metadata/resourceVersion").asText(version);
        resumed();
    }

    private void lost(KubernetesError error) {
        if (!error.passing()) {
            // Too old, or no version any more that the server knows: from the beginning.
            version = "";
        }
        if (!interrupted && !closed && !error.expired()) {
            interrupted = true;
            LOG.atWarn().addKeyValue(LogKeys.ERROR, error.getMessage()).log("a watch of the cluster is interrupted");
        }
    }

    private void resumed() {
        if (interrupted) {
            interrupted = false;
            LOG.atInfo().addKeyValue("path", path).log("a watch of the cluster goes on again");
        }
    }
}
