package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// csi-sanity, all of it, against the package on the emulator.
class SanityIT {
    private static final Pattern SUMMARY = Pattern.compile("Ran (\\d+) of \\d+ Specs.*");
    private static final Pattern SKIPPED = Pattern.compile("<skipped message=\"([^\"]*)\"");
    private static final int FEWEST_SPECS = 70;

    /// Why csi-sanity may leave a case out: what it belongs to is not announced by this driver.
    private static final List<String> NOT_ANNOUNCED = List.of(
            "GetCapacity",
            "ModifyVolume",
            "MODIFY_VOLUME",
            "GroupController",
            "VolumeGroupSnapshot",
            "readonly",
            "PUBLISH_READONLY",
            "maximum volumes");

    @ParameterizedTest
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
                .allMatch(reason -> NOT_ANNOUNCED.stream().anyMatch(reason::contains));
    }

    private static int specsRun(PackageUnderTest.Outcome outcome) {
        return outcome.lines().stream()
                .map(SUMMARY::matcher)
                .filter(java.util.regex.Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElse(0);
    }
}
