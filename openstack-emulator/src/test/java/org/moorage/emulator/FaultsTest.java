package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

final class FaultsTest {
    private static final String NEW_VOLUME = "{\"volume\": {\"name\": \"one\", \"size\": 1}}";

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

    @Nested
    final class OfRequests {
        @Test
        void latencyDelaysEachFittingRequest() {
            cloud.faults().put(RequestFault.latency("GET", "/volumes", Duration.ofMillis(60)));

            caller.volume("GET", "/volumes");
            caller.volume("GET", "/volumes");
            caller.volume("GET", "/limits");

            var took = cloud.requests().entries().stream()
                    .filter(entry -> entry.pattern().equals("/volumes"))
                    .map(entry -> entry.took())
                    .toList();
            assertThat(took).hasSize(2).allMatch(time -> time.compareTo(Duration.ofMillis(60)) >= 0);
        }

        @Test
        void tooManyRequestsSaysWhenToComeBack() {
            cloud.faults().put(RequestFault.tooManyRequests("POST", "/volumes", Duration.ofSeconds(2)));

            var refused = caller.volume("POST", "/volumes", NEW_VOLUME);
            var served = caller.volume("POST", "/volumes", NEW_VOLUME);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.response().headers().firstValue("Retry-After")).contains("2");
            assertThat(refused.json().path("overLimit").path("retryAfter").asText())
                    .isEqualTo("2");
            assertThat(served.status()).isEqualTo(202);
            assertThat(cloud.leftovers().volumes()).hasSize(1);
        }

        @Test
        void serverErrorComesAsOftenAsSaid() {
            cloud.faults().put(RequestFault.status("*", "/servers/*", 503).times(2));

            assertThat(caller.compute("GET", "/servers/" + server()).status()).isEqualTo(503);
            assertThat(caller.compute("GET", "/servers/" + server()).status()).isEqualTo(503);
            assertThat(caller.compute("GET", "/servers/" + server()).status()).isEqualTo(200);
            assertThat(cloud.faults().active()).isEmpty();
        }

        @Test
        void aShareOfTheRequestsIsHitAndEachHitIsCounted() {
            cloud.faults()
                    .put(RequestFault.status("GET", "/servers/*", 503)
                            .named("some")
                            .share(0.25));

            var refused = 0;
            for (var i = 0; i < 200; i++) {
                refused += caller.compute("GET", "/servers/" + server()).status() == 503 ? 1 : 0;
            }

            assertThat(refused).isBetween(30, 70);
            assertThat(cloud.faults().happened()).containsEntry("some", (long) refused);
        }

        @Test
        void droppedBeforeServingDoesNothing() {
            cloud.faults().put(RequestFault.dropBefore("POST", "/volumes"));

            assertThatThrownBy(() -> caller.volume("POST", "/volumes", NEW_VOLUME))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(cloud.leftovers().volumes()).isEmpty();
        }

        @Test
        void droppedAfterServingHasDoneIt() {
            cloud.faults().put(RequestFault.dropAfter("POST", "/volumes"));

            assertThatThrownBy(() -> caller.volume("POST", "/volumes", NEW_VOLUME))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(cloud.leftovers().volumes()).hasSize(1);
            assertThat(cloud.requests().entries().getLast().status()).isZero();
        }

        @Test
        void logInFailsInKeystonesWords() {
            cloud.faults().put(RequestFault.status("POST", "/v3/auth/tokens", 503));

            var refused = caller.send("POST", cloud.authUrl() + "/auth/tokens", "{}");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("error").path("title").asText()).isEqualTo("Service Unavailable");
        }

        @Test
        void faultTakenOutByNameIsGoneAndOthersStay() {
            cloud.faults().put(RequestFault.status("GET", "/volumes", 500).named("one"));
            cloud.faults().put(RequestFault.status("GET", "/volumes", 502).named("two"));

            cloud.faults().remove("one");

            assertThat(caller.volume("GET", "/volumes").status()).isEqualTo(502);
        }
    }

    @Nested
    final class OfOperations {
        @Test
        void failedCreationEndsInErrorWithAMessageAndCanBeDeleted() {
            cloud.faults().put(OperationFault.failing(Operation.CREATE_VOLUME));

            var id = create(NEW_VOLUME);

            caller.awaitVolume(id, "error");
            var messages = caller.volume("GET", "/messages?resource_uuid=" + id, "", "3.31")
                    .json()
                    .path("messages");
            assertThat(messages).hasSize(1);
            assertThat(messages.get(0).path("user_message").asText())
                    .isEqualTo("create volume from backend storage:Driver failed to create the volume.");
            caller.volume("DELETE", "/volumes/" + id);
            caller.awaitVolume(id, "gone");
        }

        @Test
        void failedDeletionEndsInErrorDeleting() {
            var id = caller.newVolume("one", 1);
            cloud.faults().put(OperationFault.failing(Operation.DELETE_VOLUME));

            caller.volume("DELETE", "/volumes/" + id);

            caller.awaitVolume(id, "error_deleting");
        }

        @Test
        void failedExtensionKeepsTheSize() {
            var id = caller.newVolume("one", 1);
            cloud.faults().put(OperationFault.failing(Operation.EXTEND_VOLUME));

            caller.volume("POST", "/volumes/" + id + "/action", "{\"os-extend\": {\"new_size\": 2}}");

            assertThat(caller.awaitVolume(id, "error_extending").path("size").asInt())
                    .isEqualTo(1);
        }

        @Test
        void failedSnapshotEndsInErrorAndItsDeletionMayFailToo() {
            var id = caller.newVolume("one", 1);
            cloud.faults().put(OperationFault.failing(Operation.CREATE_SNAPSHOT));
            cloud.faults().put(OperationFault.failing(Operation.DELETE_SNAPSHOT));

            var snapshot = caller.volume("POST", "/snapshots", "{\"snapshot\": {\"volume_id\": \"" + id + "\"}}")
                    .json()
                    .path("snapshot")
                    .path("id")
                    .asText();

            caller.await("/snapshots/" + snapshot, "snapshot", "error");
            caller.volume("DELETE", "/snapshots/" + snapshot);
            caller.await("/snapshots/" + snapshot, "snapshot", "error_deleting");
        }

        @Test
        void failedAttachmentGivesTheVolumeBack() {
            var id = caller.newVolume("one", 1);
            cloud.faults().put(OperationFault.failing(Operation.ATTACH));

            var accepted = attach(id);

            assertThat(accepted.status()).isEqualTo(200);
            caller.awaitVolume(id, "available");
            assertThat(cloud.leftovers().attachments()).isEmpty();
            assertThat(caller.compute("DELETE", "/servers/" + server() + "/os-volume_attachments/" + id)
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void failedDetachmentLeavesTheVolumeInUse() {
            var id = caller.newVolume("one", 1);
            caller.attach(server(), id);
            cloud.faults().put(OperationFault.failing(Operation.DETACH));

            caller.compute("DELETE", "/servers/" + server() + "/os-volume_attachments/" + id);

            caller.awaitVolume(id, "in-use");
            caller.detach(server(), id);
        }

        @Test
        void hangingOperationGoesOnWhenHealed() {
            cloud.faults().put(OperationFault.hanging(Operation.CREATE_VOLUME));
            var id = create(NEW_VOLUME);
            var other = create(NEW_VOLUME);
            caller.awaitVolume(other, "available");
            assertThat(cloud.faults().hangingOperations()).isEqualTo(1);
            assertThat(status(id)).isEqualTo("creating");

            cloud.faults().heal();

            caller.awaitVolume(id, "available");
        }

        @Test
        void hangingAttachmentAndDetachmentKeepTheirStates() {
            var id = caller.newVolume("one", 1);
            cloud.faults().put(OperationFault.hanging(Operation.ATTACH));
            attach(id);
            caller.awaitVolume(id, "attaching");
            cloud.faults().heal();
            caller.awaitVolume(id, "in-use");

            cloud.faults().put(OperationFault.hanging(Operation.DETACH));
            caller.compute("DELETE", "/servers/" + server() + "/os-volume_attachments/" + id);
            assertThat(status(id)).isEqualTo("detaching");
            cloud.faults().heal();
            caller.awaitVolume(id, "available");
        }

        private String create(String body) {
            return caller.volume("POST", "/volumes", body)
                    .json()
                    .path("volume")
                    .path("id")
                    .asText();
        }

        private String status(String id) {
            return caller.volume("GET", "/volumes/" + id)
                    .json()
                    .path("volume")
                    .path("status")
                    .asText();
        }

        private Caller.Reply attach(String id) {
            return caller.compute(
                    "POST",
                    "/servers/" + server() + "/os-volume_attachments",
                    "{\"volumeAttachment\": {\"volumeId\": \"" + id + "\"}}");
        }
    }
}
