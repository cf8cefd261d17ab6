package org.moorage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.server.command.RunningServer;

/// csi-sanity, where `CSI_SANITY` names it or it is on the path, against the server with a driver in memory.
@Tag("slow")
class SanityTest {
    private static final Pattern PASSED = Pattern.compile("(\\d+) Passed.*?(\\d+) Failed", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void allSpecsThatOurCapabilitiesOpenPass() throws Exception {
        var tool = tool();
        assumeTrue(tool.isPresent(), "csi-sanity is neither named by CSI_SANITY nor on the path");
        try (var server = RunningServer.of(FakeDriver.withAllRoles())) {
            var output = run(
                    tool.get().toString(),
                    "-csi.endpoint=unix://" + server.socket(),
                    "-csi.mountdir=" + directory.resolve("mount"),
                    "-csi.stagingdir=" + directory.resolve("staging"),
                    "-ginkgo.no-color");

            var counts = PASSED.matcher(output);
            assertThat(counts.find()).as(output).isTrue();
            assertThat(counts.group(2)).as(output).isEqualTo("0");
            assertThat(Integer.parseInt(counts.group(1))).as(output).isGreaterThanOrEqualTo(70);
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        var log = Files.createTempFile(directory, "sanity", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.waitFor();
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    private static Optional<Path> tool() {
        var named = Stream.ofNullable(System.getenv("CSI_SANITY")).map(Path::of);
        var onPath =
                Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, "csi-sanity"));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }
}
