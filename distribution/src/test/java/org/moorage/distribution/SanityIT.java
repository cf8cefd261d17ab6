package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// csi-sanity, all of it, against the package on the emulator. The runs, which mostly wait, are under way at the same
/// time, each with an emulator and a mount namespace of its own.
class SanityIT {
    private static final Pattern SUMMARY = Pattern.compile("Ran (\\d+) of \\d+ Specs.*");
    private static final Pattern SKIPPED = Pattern.compile("<skipped message=\"([^\"]*)\"");
    private static final int FEWEST_SPECS = 70;
    private static final int FEWEST_OF_SHARES = 60;

    /// Why csi-sanity may leave a case out: what it belongs to is not announced by this driver, the case is
    /// switched off in csi-sanity itself, or it asks for a node limit, of which this node has none.
    private static final Set<String> REASONS = Set.of(
            "pending",
            "skipped - ControllerGetVolumeHealth not supported",
            "skipped - ControllerListVolumeHealth not supported",
            "skipped - ControllerPublishVolume.readonly field not supported",
            "skipped - NodeGetStorageHealth not supported",
            "skipped - NodeGetVolumeHealth not supported",
            "skipped - SNAPSHOT_ACCESSIBILITY_CONSTRAINTS not supported",
            "skipped - testnodevolumeattachlimit not enabled");

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"mount", "block"})
    void passes(String access, @TempDir Path directory) throws Exception {
        PackageUnderTest.assumeMounts();
        var sanity = PackageUnderTest.requireCsiSanity();
        var report = Files.createFile(directory.resolve("sanity.xml"));

        var outcome = PackageUnderTest.run(
                Duration.ofMinutes(10),
                Map.of("CSI_SANITY", sanity.toString()),
                List.of(
                        Path.of("src/test/scripts/sanity.sh").toAbsolutePath().toString(),
                        PackageUnderTest.HOME.toString(),
                        access,
                        report.toString()));

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(specsRun(outcome)).isGreaterThanOrEqualTo(FEWEST_SPECS);
        assertThat(outcome.text()).doesNotContain("left behind:");
        assertThat(SKIPPED.matcher(Files.readString(report)).results().map(match -> match.group(1)))
                .isSubsetOf(REASONS);
    }

    /// What csi-sanity leaves out for a driver of shares, none of which announces it.
    private static final Set<String> REASONS_OF_SHARES = Set.of(
            "pending",
            "skipped - Controller Publish, UnpublishVolume not supported",
            "skipped - ControllerGetVolumeHealth not supported",
            "skipped - ControllerListVolumeHealth not supported",
            "skipped - ControllerPublishVolume not supported",
            "skipped - ControllerPublishVolume.readonly field not supported",
            "skipped - ControllerUnpublishVolume not supported",
            "skipped - GetCapacity not supported",
            "skipped - GetSnapshot not supported",
            "skipped - GroupControllerService not supported",
            "skipped - ListSnapshots not supported",
            "skipped - ListVolumes not supported",
            "skipped - NodeExpandVolume not supported",
            "skipped - NodeGetStorageHealth not supported",
            "skipped - NodeGetVolumeHealth not supported",
            "skipped - SNAPSHOT_ACCESSIBILITY_CONSTRAINTS not supported",
            "skipped - Service does not have single node multi writer capability",
            "skipped - testnodevolumeattachlimit not enabled");

    /// NFS with all that the driver can announce, CephFS as the Go driver is run. The node's part goes through a
    /// partner plugin that stands in for file servers, which the script says.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"NFS, --cloud-config=CLOUD_CONF --attach-required", "CEPHFS, ''"})
    void sharesPass(String protocol, String options, @TempDir Path directory) throws Exception {
        PackageUnderTest.assumeMounts();
        var sanity = PackageUnderTest.requireCsiSanity();
        var report = Files.createFile(directory.resolve("sanity.xml"));
        var command = new ArrayList<>(List.of(
                Path.of("src/test/scripts/sanity-shares.sh").toAbsolutePath().toString(),
                PackageUnderTest.HOME.toString(),
                protocol,
                report.toString()));
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split(" ")));
        }

        var outcome = PackageUnderTest.run(Duration.ofMinutes(10), Map.of("CSI_SANITY", sanity.toString()), command);

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(specsRun(outcome)).isGreaterThanOrEqualTo(FEWEST_OF_SHARES);
        assertThat(outcome.text()).doesNotContain("left behind:");
        assertThat(SKIPPED.matcher(Files.readString(report)).results().map(match -> match.group(1)))
                .isSubsetOf(REASONS_OF_SHARES);
    }

    private static int specsRun(PackageUnderTest.Outcome outcome) {
        return outcome.lines().stream()
                .map(SUMMARY::matcher)
                .filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElse(0);
    }
}
