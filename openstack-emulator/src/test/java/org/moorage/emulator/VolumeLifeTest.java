package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

final class VolumeLifeTest {
    @TempDir
    Path data;

    private Emulator cloud;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        cloud = Emulator.start(EmulatorSettings.defaults(data).devices(false));
        caller = Caller.login(cloud.cloudConf());
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private String server() {
        return cloud.servers().getFirst().id();
    }

    @Test
    void volumeGoesFromCreatingThroughInUseToNothing() {
        var created = caller.volume("POST", "/volumes", "{\"volume\": {\"name\": \"one\", \"size\": 1}}");
        assertThat(created.status()).isEqualTo(202);
        assertThat(created.json().path("volume").path("status").asText()).isEqualTo("creating");
        var id = created.json().path("volume").path("id").asText();
        caller.awaitVolume(id, "available");

        caller.attach(server(), id);
        var attached = caller.volume("GET", "/volumes/" + id).json().path("volume");
        assertThat(attached.path("attachments").get(0).path("server_id").asText())
                .isEqualTo(server());
        assertThat(attached.path("attachments").get(0).path("device").asText()).isEqualTo("/dev/vdb");

        caller.detach(server(), id);
        assertThat(caller.volume("DELETE", "/volumes/" + id).status()).isEqualTo(202);
        caller.awaitVolume(id, "gone");
        assertThat(cloud.leftovers().none()).isTrue();
    }

    @Test
    void fileBehindVolumeGrowsAndGoesWithIt() throws IOException {
        var id = caller.newVolume("one", 1);
        var file = data.resolve("volumes/volume-" + id + ".raw");
        assertThat(Files.size(file)).isEqualTo(1L << 30);

        caller.volume("POST", "/volumes/" + id + "/action", "{\"os-extend\": {\"new_size\": 2}}");
        var grown = caller.awaitVolume(id, "available");

        assertThat(grown.path("size").asInt()).isEqualTo(2);
        assertThat(Files.size(file)).isEqualTo(2L << 30);
        caller.volume("DELETE", "/volumes/" + id);
        caller.awaitVolume(id, "gone");
        assertThat(file).doesNotExist();
    }

    @Test
    void snapshotAndCloneCarryTheData() throws IOException {
        var id = caller.newVolume("one", 1);
        Files.writeString(
                data.resolve("volumes/volume-" + id + ".raw"), "hello", java.nio.file.StandardOpenOption.WRITE);

        var snapshot = caller.volume(
                        "POST", "/snapshots", "{\"snapshot\": {\"volume_id\": \"" + id + "\", \"name\": \"s\"}}")
                .json()
                .path("snapshot")
                .path("id")
                .asText();
        caller.await("/snapshots/" + snapshot, "snapshot", "available");
        var restored = make("{\"volume\": {\"snapshot_id\": \"" + snapshot + "\", \"size\": 2}}");
        var clone = make("{\"volume\": {\"source_volid\": \"" + id + "\"}}");

        for (var copy : new String[] {restored, clone}) {
            try (var in = Files.newInputStream(data.resolve("volumes/volume-" + copy + ".raw"))) {
                assertThat(new String(in.readNBytes(5), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
        }
        assertThat(Files.size(data.resolve("volumes/volume-" + restored + ".raw")))
                .isEqualTo(2L << 30);
        assertThat(caller.volume("DELETE", "/volumes/" + id).status()).isEqualTo(400);
        assertThat(caller.volume("DELETE", "/volumes/" + id + "?cascade=true").status())
                .isEqualTo(202);
        caller.await("/snapshots/" + snapshot, "snapshot", "gone");
        caller.awaitVolume(id, "gone");
    }

    @Test
    void withoutStateTimeAVolumeIsThereAtOnce() throws IOException {
        cloud.close();
        cloud = Emulator.start(EmulatorSettings.defaults(data).devices(false).stateTime(Duration.ZERO));
        caller = Caller.login(cloud.cloudConf());

        var created = caller.volume("POST", "/volumes", "{\"volume\": {\"name\": \"one\", \"size\": 1}}");

        assertThat(created.json().path("volume").path("status").asText()).isEqualTo("creating");
        var id = created.json().path("volume").path("id").asText();
        assertThat(caller.volume("GET", "/volumes/" + id)
                        .json()
                        .path("volume")
                        .path("status")
                        .asText())
                .isEqualTo("available");
    }

    @Test
    void sharedVolumeServesTwoServers() {
        var id = make("{\"volume\": {\"size\": 1, \"volume_type\": \"multiattach\"}}");
        var body = "{\"volumeAttachment\": {\"volumeId\": \"" + id + "\"}}";
        for (var server : cloud.servers()) {
            var path = "/servers/" + server.id() + "/os-volume_attachments";
            assertThat(caller.compute("POST", path, body).status()).isEqualTo(400);
            assertThat(caller.compute("POST", path, body, "2.60").status()).isEqualTo(200);
            caller.awaitVolume(id, "in-use");
        }

        caller.compute("DELETE", "/servers/" + server() + "/os-volume_attachments/" + id);

        caller.awaitVolume(id, "in-use");
    }

    @Test
    void sharedVolumeTakesOneServerAtATime() {
        cloud.faults().put(OperationFault.hanging(Operation.ATTACH));
        var id = make("{\"volume\": {\"size\": 1, \"volume_type\": \"multiattach\"}}");
        var body = "{\"volumeAttachment\": {\"volumeId\": \"" + id + "\"}}";
        var second = "/servers/" + cloud.servers().get(1).id() + "/os-volume_attachments";
        caller.compute("POST", "/servers/" + server() + "/os-volume_attachments", body, "2.60");
        caller.awaitVolume(id, "attaching");

        var refused = caller.compute("POST", second, body, "2.60");
        cloud.faults().heal();
        caller.awaitVolume(id, "in-use");
        var taken = caller.compute("POST", second, body, "2.60");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message())
                .contains("status must be available or in-use or downloading to reserve, but the current status is"
                        + " attaching.");
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void deletedServerGivesItsVolumesBack() {
        var id = caller.newVolume("one", 1);
        caller.attach(server(), id);

        cloud.deleteServer(server());

        caller.awaitVolume(id, "available");
        assertThat(cloud.leftovers().attachments()).isEmpty();
    }

    private String make(String body) {
        var id = caller.volume("POST", "/volumes", body)
                .json()
                .path("volume")
                .path("id")
                .asText();
        caller.awaitVolume(id, "available");
        return id;
    }
}
