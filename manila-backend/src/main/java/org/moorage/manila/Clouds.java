package org.moorage.manila;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.ConfiguredClouds;
import org.moorage.openstack.session.RequestClouds;
import org.moorage.openstack.session.ServiceKind;

/// The clouds that the secrets of requests lead to, and the driver's own, if it has credentials. Safe
/// for many threads.
final class Clouds implements AutoCloseable {
    private static final String USER_AGENT = "manila-csi-plugin";

    private final ConfiguredClouds configured;
    private final RequestClouds<ManilaCloud> sessions;

    /// @param configured the driver's own cloud, or none
    Clouds(ConfiguredClouds configured, DriverSettings settings, Surroundings surroundings) {
        this.configured = configured;
        this.sessions = RequestClouds.open(
                client(settings, surroundings),
                configured.all().stream().findFirst(),
                cloud -> ManilaCloud.of(cloud, surroundings));
    }

    /// How this driver shows itself to a cloud, and which of its services it needs.
    static Client client(DriverSettings settings, Surroundings surroundings) {
        var words = new ArrayList<>(surroundings.userAgents());
        words.add(USER_AGENT + "/" + surroundings.version());
        var needs = settings.attachment()
                ? Set.of(ServiceKind.SHARED_FILE_SYSTEM, ServiceKind.COMPUTE)
                : Set.of(ServiceKind.SHARED_FILE_SYSTEM);
        return new Client(surroundings.clock(), surroundings.meters(), String.join(" ", words), needs);
    }

    /// The cloud of these secrets, logged in to.
    ///
    /// @throws org.moorage.api.failure.Failure.Invalid     the secrets are missing, or are not enough
    /// @throws org.moorage.api.failure.Failure.Unavailable the login failed
    ManilaCloud of(Secrets secrets, Deadline deadline) {
        return Answers.read("log in to the cloud of the request's secrets", () -> sessions.of(secrets, deadline));
    }

    /// The driver's own cloud, if it has one.
    Optional<ManilaCloud> own() {
        return sessions.own();
    }

    /// Whether the driver's own cloud, if there is one, has been logged in to once.
    boolean connected() {
        return configured.connected();
    }

    /// What the status page shows: all sessions, and what calls wait for in any of them.
    StatusReport report() {
        return new StatusReport(
                Stream.concat(configured.sessions().stream(), sessions.sessions().stream())
                        .toList(),
                sessions.open().stream()
                        .flatMap(cloud -> cloud.waits().stream())
                        .sorted(Comparator.comparing(StatusReport.Wait::since))
                        .toList());
    }

    @Override
    public void close() {
        sessions.close();
        configured.close();
    }
}
