package org.moorage.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;

/// Looks at a cloud as its operator would: with a session of its own, never through the CSI server.
final class Onlooker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cloud cloud;
    private final AtomicLong requests = new AtomicLong();

    private Onlooker(Cloud cloud) {
        this.cloud = cloud;
    }

    /// Logs in to the first cloud of the configuration.
    ///
    /// @throws org.moorage.api.plugin.Refusal if the configuration is wrong or the login fails
    static Onlooker of(Path cloudConfig) {
        var first = CloudConfiguration.read(List.of(cloudConfig))
                .clouds()
                .entrySet()
                .iterator()
                .next();
        var client = new Client(InstantSource.system(), Meters.NONE, "moorage-demo");
        return new Onlooker(Cloud.connect(first.getKey(), first.getValue(), client, deadline()));
    }

    /// Cinder's word for the state of the volume, `gone` when there is none.
    String volumeStatus(String volumeId) {
        try {
            return read(cloud.blockStorage(), "volume_get", "/volumes/" + volumeId, VolumeAnswer.class)
                    .volume()
                    .status();
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return "gone";
            }
            throw error;
        }
    }

    /// The volumes and snapshots whose names begin with `prefix`, with their states.
    List<String> objectsNamed(String prefix) {
        var volumes = read(cloud.blockStorage(), "volume_list", "/volumes/detail", VolumesAnswer.class)
                .volumes();
        var snapshots = read(cloud.blockStorage(), "snapshot_list", "/snapshots/detail", SnapshotsAnswer.class)
                .snapshots();
        return Stream.concat(volumes.stream(), snapshots.stream())
                .filter(named -> named.name() != null && named.name().startsWith(prefix))
                .map(named -> named.name() + " (" + named.status() + ")")
                .toList();
    }

    List<Server> servers() {
        return read(cloud.compute(), "server_list", "/servers/detail", ServersAnswer.class)
                .servers();
    }

    /// How many requests the onlooker itself has sent to Cinder and Nova.
    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        cloud.close();
    }

    private <T> T read(Endpoint service, String operation, String path, Class<T> type) {
        requests.incrementAndGet();
        var call = new Call(
                operation, Call.Method.GET, path, Map.of(), Optional.empty(), Optional.empty(), Call.Repeat.SAFE);
        return service.send(call, deadline()).as(type);
    }

    private static Deadline deadline() {
        return Deadline.after(PATIENCE, InstantSource.system());
    }

    /// What both volumes and snapshots tell.
    record Named(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("status") String status) {}

    /// The answer to `GET /volumes/{id}`.
    record VolumeAnswer(@JsonProperty("volume") Named volume) {}

    /// The answer to `GET /volumes/detail`.
    record VolumesAnswer(@JsonProperty("volumes") List<Named> volumes) {}

    /// The answer to `GET /snapshots/detail`.
    record SnapshotsAnswer(@JsonProperty("snapshots") List<Named> snapshots) {}

    /// A server of Nova.
    record Server(
            @JsonProperty("id") String id,
            @JsonProperty("status") String status,
            @JsonProperty("OS-EXT-AZ:availability_zone") String zone,
            @JsonProperty("metadata") @Nullable Map<String, String> metadata,
            @JsonProperty("addresses") @Nullable Map<String, JsonNode> addresses) {
        /// Where the emulator shows the server's devices, if it is one on this very machine.
        Optional<Path> emulatedDevices() {
            return Optional.ofNullable(metadata)
                    .flatMap(all -> Optional.ofNullable(all.get("moorage-devices")))
                    .map(Path::of)
                    .filter(Files::isDirectory);
        }

        boolean hasAddress() {
            return addresses != null && !addresses.isEmpty();
        }
    }

    /// The answer to `GET /servers/detail`.
    record ServersAnswer(@JsonProperty("servers") List<Server> servers) {}
}
