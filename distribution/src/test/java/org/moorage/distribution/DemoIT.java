package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// The life of a volume, through the package, on real devices and file systems.
class DemoIT {
    @BeforeEach
    void needsMounts() {
        PackageUnderTest.assumeMounts();
    }

    @Test
    void everyStepPasses() throws Exception {
        var outcome = demo();

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text())
                .contains("write a file and read it back")
                .contains("no volume, no snapshot, no loop device, no mount");
    }

    @Test
    void walkIsFinishedByANewServerAfterAKillBetweenAnyTwoSteps() throws Exception {
        var outcome = demo("--kill");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("no volume, no snapshot, no loop device, no mount");
    }

    @Test
    void walkIsFinishedByANewServerAfterAKillInTheMiddleOfEachStep() throws Exception {
        var outcome = demo("--kill=during");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("no volume, no snapshot, no loop device, no mount");
    }

    @Test
    void shareIsWrittenOnOneNodeAndReadOnASecond() throws Exception {
        var outcome = demo("--driver", "nfs");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text())
                .contains("a partner plugin stands in")
                .contains("which nobody may mount yet")
                .contains("read on the second node what the first wrote: 1 MiB, as it was written")
                .contains("the file is in it")
                .contains("no share, no snapshot, no mount");
    }

    /// The emulator's server plays the node, without a word on the command line.
    @Test
    void walksOnAnEmulatorThatRunsBeside(@TempDir Path directory) throws Exception {
        var config = directory.resolve("elsewhere/cloud.conf");
        Files.createDirectories(config.getParent());
        try (var cloud = Emulator.start(EmulatorSettings.defaults(directory.resolve("cloud")))) {
            Files.writeString(config, cloud.cloudConf());

            var outcome = demo("--cloud-config", config.toString());

            assertThat(outcome.exitCode()).as(outcome.text()).isZero();
            assertThat(outcome.text())
                    .contains("cloud.conf, node ")
                    .contains("no volume, no snapshot, no loop device, no mount");
        }
    }

    /// A cloud that is elsewhere, and a machine that is none of its servers.
    @Test
    void saysAtOnceThatNoServerPlaysTheNode(@TempDir Path directory) throws Exception {
        try (var cloud = Emulator.start(
                EmulatorSettings.defaults(directory.resolve("cloud")).devices(false))) {
            var config = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());

            var outcome = PackageUnderTest.run(
                    Duration.ofSeconds(30),
                    Map.of(),
                    List.of(PackageUnderTest.LAUNCHER.toString(), "demo", "--cloud-config", config.toString()));

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.lines()).hasSize(1).first().asString().contains("--instance-id");
        }
    }

    /// Neutron behind Nova may be without networks: there is no address to grant a share to.
    @Test
    void shareIsShownWhereNovaTellsNoAddresses(@TempDir Path directory) throws Exception {
        try (var cloud = Emulator.start(EmulatorSettings.defaults(directory.resolve("cloud")))) {
            var config = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());

            var outcome = demo("--driver", "nfs", "--cloud-config", config.toString());

            assertThat(outcome.exitCode()).as(outcome.text()).isZero();
            assertThat(outcome.text())
                    .contains("Nova tells no address")
                    .contains("read on the second node what the first wrote: 1 MiB, as it was written")
                    .contains("no share, no snapshot, no mount");
        }
    }

    private static PackageUnderTest.Outcome demo(String... options) throws Exception {
        var command = new ArrayList<>(List.of(PackageUnderTest.LAUNCHER.toString(), "demo"));
        command.addAll(List.of(options));
        return PackageUnderTest.run(Duration.ofMinutes(5), Map.of(), command);
    }
}
