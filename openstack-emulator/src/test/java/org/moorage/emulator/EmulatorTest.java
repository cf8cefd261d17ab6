package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmulatorTest {
    @TempDir
    Path data;

    @Test
    void logCountsByMethodAndPathWithIdsReplaced() throws IOException {
        try (var cloud = start()) {
            var caller = Caller.login(cloud.cloudConf());
            caller.volume("GET", "/volumes/fake-vol-id");
            caller.volume("GET", "/volumes/00000000-0000-0000-0000-000000000000");
            caller.compute("GET", "/servers/" + cloud.servers().getFirst().id() + "/os-volume_attachments");

            assertThat(cloud.requests().counts())
                    .isEqualTo(Map.of(
                            "identity POST /v3/auth/tokens", 1L,
                            "volume GET /volumes/{id}", 2L,
                            "compute GET /servers/{id}/os-volume_attachments", 1L));
            assertThat(cloud.requests().count("GET", "/volumes/{id}")).isEqualTo(2);
            assertThat(cloud.requests().entries().get(1).status()).isEqualTo(404);

            cloud.requests().reset();
            assertThat(cloud.requests().size()).isZero();
        }
    }

    @Test
    void metadataTellsAServerWhoItIs() throws IOException {
        try (var cloud = start()) {
            var caller = Caller.login(cloud.cloudConf());
            var server = cloud.servers().getLast();
            var id = caller.newVolume("one", 1);
            caller.attach(server.id(), id);

            var own = caller.send("GET", cloud.metadataUrl(server.id()) + "/openstack/latest/meta_data.json", "")
                    .json();
            cloud.showMetadataOf(server.id());
            var wellKnown = caller.send(
                            "GET",
                            cloud.authUrl()
                                    .resolve("/openstack/latest/meta_data.json")
                                    .toString(),
                            "")
                    .json();

            assertThat(own).isEqualTo(wellKnown);
            assertThat(own.path("uuid").asText()).isEqualTo(server.id());
            assertThat(own.path("availability_zone").asText()).isEqualTo("az2");
            assertThat(own.at("/devices/0/serial").asText()).isEqualTo(id);
        }
    }

    @Test
    void administratorMayPutAVolumeIntoAnyState() throws IOException {
        try (var cloud = start()) {
            var caller = Caller.login(cloud.cloudConf());
            var id = caller.newVolume("one", 1);

            cloud.resetVolume(id, "error");

            caller.awaitVolume(id, "error");
        }
    }

    @Test
    void staleReservationIsSeenAndCanBeDeletedUnlessNovaHoldsIt() throws IOException {
        try (var cloud = start()) {
            var caller = Caller.login(cloud.cloudConf());
            var server = cloud.servers().getFirst().id();
            var stale = caller.newVolume("stale", 1);
            var used = caller.newVolume("used", 1);
            var attachment = cloud.reserveVolume(stale, server);
            caller.attach(server, used);
            var held = caller.volume("GET", "/attachments?volume_id=" + used, "", "3.27")
                    .json()
                    .at("/attachments/0/id")
                    .asText();

            assertThat(caller.volume("GET", "/volumes/" + stale)
                            .json()
                            .at("/volume/status")
                            .asText())
                    .isEqualTo("reserved");
            assertThat(caller.volume("DELETE", "/attachments/" + attachment, "", "3.27")
                            .status())
                    .isEqualTo(200);
            caller.awaitVolume(stale, "available");
            assertThat(caller.volume("DELETE", "/attachments/" + held, "", "3.27")
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void secondCloudIsKeptOffTheSameData() throws IOException {
        try (var cloud = start()) {
            assertThat(cloud.servers()).hasSize(3);
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another emulator is using the data directory");
        }
    }

    @Test
    void newCloudForgetsTheFilesOfTheOld() throws IOException {
        String id;
        try (var cloud = start()) {
            id = Caller.login(cloud.cloudConf()).newVolume("one", 1);
        }
        assertThat(data.resolve("volumes/volume-" + id + ".raw")).exists();

        try (var cloud = start()) {
            assertThat(cloud.leftovers().none()).isTrue();
        }

        assertThat(data.resolve("volumes/volume-" + id + ".raw")).doesNotExist();
    }

    private Emulator start() throws IOException {
        return Emulator.start(EmulatorSettings.defaults(data).devices(false));
    }
}
