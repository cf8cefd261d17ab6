package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache of classes that `moorage train` makes.
class TrainIT {
    /// A cache that does not fit is an error then, and not left unused.
    private static final Map<String, String> STRICT = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

    private static final String NODE_ALONE = "--provide-controller-service=false";

    private static PackageUnderTest.Outcome moorage(Path home, Map<String, String> environment, String... arguments)
            throws Exception {
        return PackageUnderTest.run(
                Duration.ofMinutes(3),
                environment,
                Stream.concat(Stream.of(home.resolve("bin/moorage").toString()), Stream.of(arguments))
                        .toList());
    }

    @Test
    void cacheIsUsedWhereItFitsAndLeftAloneElsewhere(@TempDir Path directory) throws Exception {
        PackageUnderTest.assumeMounts();
        var home = PackageUnderTest.copy(directory.resolve("package"));

        var trained = moorage(home, Map.of(), "train");

        assertThat(trained.exitCode()).as(trained.text()).isZero();
        assertThat(home.resolve("lib/moorage.aot")).isNotEmptyFile();
        assertThat(home.resolve("lib/node.aot")).isNotEmptyFile();
        assertThat(moorage(home, STRICT, "version").exitCode()).isZero();
        // Its own help, by which it ends.
        assertThat(moorage(home, STRICT, "cinder-csi-plugin", NODE_ALONE, "--help")
                        .exitCode())
                .isZero();

        try (var jars = Files.list(home.resolve("lib"))) {
            var jar = jars.filter(file -> file.toString().contains("moorage-server"))
                    .findFirst();
            Files.setLastModifiedTime(jar.orElseThrow(), FileTime.from(Instant.EPOCH));
        }
        assertThat(moorage(home, STRICT, "version").exitCode()).isNotZero();
        var spoilt = moorage(home, Map.of(), "version");
        assertThat(spoilt.exitCode()).isZero();
        assertThat(spoilt.lines()).hasSize(1);
    }
}
