package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.EmulatorSettings.Limits;

final class LimitsTest {
    @TempDir
    Path data;

    private Emulator start(Limits limits) throws IOException {
        return Emulator.start(EmulatorSettings.defaults(data)
                .devices(false)
                .stateTime(Duration.ZERO)
                .limits(limits));
    }

    @Test
    void volumeQuotaIsRefusedInCindersWords() throws IOException {
        try (var cloud = start(new Limits(1, 100, 100, 26, 1000))) {
            var caller = Caller.login(cloud.cloudConf());
            caller.newVolume("one", 1);

            var refused = caller.volume("POST", "/volumes", "{\"volume\": {\"name\": \"two\", \"size\": 1}}");

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.message())
                    .isEqualTo("VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota"
                            + " 'volumes'.");
            assertThat(refused.response().headers().firstValue("Retry-After")).contains("0");
        }
    }

    @Test
    void gigabytesCountSnapshotsAndGrowth() throws IOException {
        try (var cloud = start(new Limits(10, 4, 10, 26, 1000))) {
            var caller = Caller.login(cloud.cloudConf());
            var id = caller.newVolume("one", 2);
            var snapshot = "{\"snapshot\": {\"volume_id\": \"" + id + "\"}}";
            assertThat(caller.volume("POST", "/snapshots", snapshot).status()).isEqualTo(202);

            var grown = caller.volume("POST", "/volumes/" + id + "/action", "{\"os-extend\": {\"new_size\": 3}}");
            var another = caller.volume("POST", "/snapshots", snapshot);

            var said = "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota."
                    + " Requested %dG, quota is 4G and 4G has been consumed.";
            assertThat(grown.status()).isEqualTo(413);
            assertThat(grown.message()).isEqualTo(said.formatted(1));
            assertThat(another.status()).isEqualTo(413);
            assertThat(another.message()).isEqualTo(said.formatted(2));
            assertThat(caller.volume("GET", "/limits")
                            .json()
                            .at("/limits/absolute/totalGigabytesUsed")
                            .asInt())
                    .isEqualTo(4);
        }
    }

    @Test
    void snapshotQuotaIsRefusedInCindersWords() throws IOException {
        try (var cloud = start(new Limits(10, 100, 0, 26, 1000))) {
            var caller = Caller.login(cloud.cloudConf());
            var id = caller.newVolume("one", 1);

            var refused = caller.volume("POST", "/snapshots", "{\"snapshot\": {\"volume_id\": \"" + id + "\"}}");

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.message())
                    .isEqualTo("SnapshotLimitExceeded: Maximum number of snapshots allowed (0) exceeded");
        }
    }

    @Test
    void serverTakesSoManyVolumesAndNoMore() throws IOException {
        try (var cloud = start(new Limits(100, 100, 100, 26, 1000))) {
            var caller = Caller.login(cloud.cloudConf());
            var path = "/servers/" + cloud.servers().getFirst().id() + "/os-volume_attachments";
            var devices = new ArrayList<String>();
            for (var i = 0; i < 26; i++) {
                var id = caller.newVolume("v" + i, 1);
                devices.add(caller.compute("POST", path, "{\"volumeAttachment\": {\"volumeId\": \"" + id + "\"}}")
                        .json()
                        .at("/volumeAttachment/device")
                        .asText());
            }
            var one = caller.newVolume("one too many", 1);

            var refused = caller.compute("POST", path, "{\"volumeAttachment\": {\"volumeId\": \"" + one + "\"}}");

            assertThat(devices).startsWith("/dev/vdb", "/dev/vdc").endsWith("/dev/vdz", "/dev/vdaa");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.message())
                    .isEqualTo("The maximum allowed number of disk devices (26) to attach to a single instance has been"
                            + " exceeded.");
            assertThat(caller.volume("GET", "/volumes/" + one)
                            .json()
                            .at("/volume/status")
                            .asText())
                    .isEqualTo("available");
        }
    }

    @Test
    void pagesLinkedOneToTheNextHoldEveryVolumeOnce() throws IOException {
        try (var cloud = start(new Limits(100, 100, 100, 26, 3))) {
            var caller = Caller.login(cloud.cloudConf());
            var made = new ArrayList<String>();
            for (var i = 0; i < 7; i++) {
                made.add(caller.newVolume("v" + i, 1));
            }

            var seen = new ArrayList<String>();
            var pages = 0;
            var next = "/volumes/detail";
            while (!next.isEmpty()) {
                var page = caller.volume("GET", next).json();
                page.path("volumes")
                        .forEach(volume -> seen.add(volume.path("id").asText()));
                pages++;
                var link = page.at("/volumes_links/0/href").asText();
                next = link.isEmpty()
                        ? ""
                        : "/volumes/detail?" + URI.create(link).getQuery();
            }

            assertThat(pages).isEqualTo(3);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
        }
    }

    @Test
    void listsAreSortedAsAsked() throws IOException {
        try (var cloud = start(Limits.defaults())) {
            var caller = Caller.login(cloud.cloudConf());
            for (var name : List.of("b", "c", "a")) {
                caller.newVolume(name, 1);
            }

            var names = new ArrayList<String>();
            caller.volume("GET", "/volumes?sort=name:asc")
                    .json()
                    .path("volumes")
                    .forEach(volume -> names.add(volume.path("name").asText()));

            assertThat(names).containsExactly("a", "b", "c");
        }
    }
}
