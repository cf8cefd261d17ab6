package org.moorage.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;
import org.moorage.openstack.session.ServiceKind;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.SharedFileSystem;

/// Looks at the shares of a cloud as its operator would: with a session of its own, never through the CSI server.
final class ShareOnlooker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong requests = new AtomicLong();
    private final Cloud cloud;
    private final SharedFileSystem manila;

    /// Logs in to the first cloud of the configuration.
    ///
    /// @throws org.moorage.api.plugin.Refusal if the configuration is wrong or the login fails
    ShareOnlooker(Path cloudConfig) {
        var first = CloudConfiguration.read(List.of(cloudConfig))
                .clouds()
                .entrySet()
                .iterator()
                .next();
        var clock = InstantSource.system();
        var client = new Client(clock, new Counting(), "moorage-demo", Set.of(ServiceKind.SHARED_FILE_SYSTEM));
        cloud = Cloud.connect(first.getKey(), first.getValue(), client, deadline());
        manila = new SharedFileSystem(cloud.sharedFileSystem(), clock);
    }

    /// Whom the share's access rules let in, in the cloud's order.
    List<String> clients(String shareId) {
        return manila.accessRules().list(shareId, deadline()).stream()
                .map(rule -> rule.to() + " " + rule.level())
                .toList();
    }

    /// The shares and snapshots whose names begin with `prefix`, with their states.
    List<String> objectsNamed(String prefix) {
        var everything = ShareSelection.everything();
        var shares = manila.shares().list(everything, deadline()).entries().stream()
                .filter(share -> share.name().startsWith(prefix))
                .map(share -> share.name() + " (" + share.status().text() + ")");
        var snapshots = manila.snapshots().list(everything, deadline()).entries().stream()
                .filter(snapshot -> snapshot.name().startsWith(prefix))
                .map(snapshot -> snapshot.name() + " (" + snapshot.status().text() + ")");
        return Stream.concat(shares, snapshots).toList();
    }

    /// How many requests the onlooker itself has sent.
    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        cloud.close();
    }

    private static Deadline deadline() {
        return Deadline.after(PATIENCE, InstantSource.system());
    }

    /// Counts requests, and nothing else.
    private final class Counting implements Meters {
        @Override
        public void count(String name, Map<String, String> labels) {
            if (name.equals("openstack_api_requests_total")) {
                requests.incrementAndGet();
            }
        }

        @Override
        public void time(String name, Duration elapsed, Map<String, String> labels) {}

        @Override
        public void set(String name, double value, Map<String, String> labels) {}
    }
}
