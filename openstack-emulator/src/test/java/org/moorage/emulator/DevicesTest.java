package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root, who alone may make loop devices.
final class DevicesTest {
    @TempDir
    Path data;

    @BeforeEach
    void requireRoot() {
        assumeTrue(
                System.getProperty("user.name").equals("root") && Files.exists(Path.of("/dev/loop-control")),
                "loop devices need root and /dev/loop-control");
    }

    @Test
    void attachmentShowsTheVolumesDataAsADisk() throws IOException {
        try (var cloud = Emulator.start(EmulatorSettings.defaults(data))) {
            var caller = Caller.login(cloud.cloudConf());
            var server = cloud.servers().getFirst().id();
            var id = caller.newVolume("one", 1);
            caller.attach(server, id);

            var link = cloud.byId(server).resolve("virtio-" + id.substring(0, 20));
            Files.writeString(link, "written by the guest", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            caller.detach(server, id);

            assertThat(link).doesNotExist();
            assertThat(cloud.leftovers().loopDevices()).isEmpty();
            try (var in = Files.newInputStream(data.resolve("volumes/volume-" + id + ".raw"))) {
                assertThat(new String(in.readNBytes(20), StandardCharsets.UTF_8))
                        .isEqualTo("written by the guest");
            }
        }
    }

    @Test
    void deviceGrowsWithItsVolume() throws IOException {
        try (var cloud = Emulator.start(EmulatorSettings.defaults(data))) {
            var caller = Caller.login(cloud.cloudConf());
            var server = cloud.servers().getFirst().id();
            var id = caller.newVolume("one", 1);
            caller.attach(server, id);

            caller.volume("POST", "/volumes/" + id + "/action", "{\"os-extend\": {\"new_size\": 2}}", "3.42");
            caller.awaitVolume(id, "in-use");

            var device = Files.readSymbolicLink(cloud.byId(server).resolve("virtio-" + id.substring(0, 20)));
            var sectors =
                    Files.readString(Path.of("/sys/block", device.getFileName().toString(), "size"));
            assertThat(Long.parseLong(sectors.strip()) * 512).isEqualTo(2L << 30);
        }
    }

    @Test
    void serversThatShareAVolumeShareItsDevice() throws IOException {
        try (var cloud = Emulator.start(EmulatorSettings.defaults(data))) {
            var caller = Caller.login(cloud.cloudConf());
            var one = cloud.servers().get(0).id();
            var two = cloud.servers().get(1).id();
            var id = caller.volume("POST", "/volumes", "{\"volume\": {\"size\": 1, \"volume_type\": \"multiattach\"}}")
                    .json()
                    .path("volume")
                    .path("id")
                    .asText();
            caller.awaitVolume(id, "available");
            for (var server : new String[] {one, two}) {
                caller.compute(
                        "POST",
                        "/servers/" + server + "/os-volume_attachments",
                        "{\"volumeAttachment\": {\"volumeId\": \"" + id + "\"}}",
                        "2.60");
                awaitLink(cloud.byId(server), id);
            }

            assertThat(cloud.leftovers().loopDevices()).hasSize(1);
        }
        assertThat(LoopDevicesBelow.count(data)).isZero();
    }

    @Test
    void stoppedCloudLeavesNoDeviceAndANewOneReleasesWhatAKilledOneLeft() throws IOException, InterruptedException {
        var volumes = Files.createDirectories(data.resolve("volumes"));
        var file = volumes.resolve("volume-00000000-0000-0000-0000-000000000000.raw");
        Files.write(file, new byte[1 << 20]);
        assertThat(new ProcessBuilder("losetup", "-f", file.toString()).start().waitFor())
                .isZero();
        assertThat(LoopDevicesBelow.count(data)).isEqualTo(1);

        try (var cloud = Emulator.start(EmulatorSettings.defaults(data))) {
            assertThat(cloud.leftovers().none()).isTrue();
        }

        assertThat(LoopDevicesBelow.count(data)).isZero();
    }

    private static void awaitLink(Path byId, String volume) {
        var link = byId.resolve("virtio-" + volume.substring(0, 20));
        var end = System.nanoTime() + 10_000_000_000L;
        while (!Files.isSymbolicLink(link) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(link).isSymbolicLink();
    }

    /// Counts by what the kernel says, not by what the emulator does.
    private static final class LoopDevicesBelow {
        static long count(Path directory) throws IOException {
            try (var blocks = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
                var count = 0L;
                for (var block : blocks) {
                    var backing = block.resolve("loop/backing_file");
                    if (Files.exists(backing) && Files.readString(backing).startsWith(directory.toRealPath() + "/")) {
                        count++;
                    }
                }
                return count;
            }
        }
    }
}
