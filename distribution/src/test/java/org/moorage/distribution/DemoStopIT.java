package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A demo that is ended while its volume is mounted leaves no process, no file, no loop device and no mount.
class DemoStopIT {
    @TempDir
    Path temporary;

    @BeforeEach
    void needsMounts() {
        PackageUnderTest.assumeMounts();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void signalEndsAllOfIt(String signal, int exitCode) throws Exception {
        if (signal.equals("HUP") && hangUpIsIgnored()) {
            System.out.println("skipped: these tests were started to ignore SIGHUP (nohup), and so is the demo");
            Assumptions.abort("SIGHUP is ignored");
        }
        var demo = demoThatHasMounted();

        send(signal, demo.toHandle());

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(exitCode);
        assertNothingIsLeft();
    }

    /// It can take nothing away any more: its launcher does, and the kernel.
    @Test
    void killOfItsOwnProcessEndsAllOfIt() throws Exception {
        var demo = demoThatHasMounted();

        send("KILL", demo.children().filter(DemoStopIT::isJava).findFirst().orElseThrow());

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(137);
        assertNothingIsLeft();
    }

    private Process demoThatHasMounted() throws IOException {
        var builder = new ProcessBuilder(PackageUnderTest.LAUNCHER.toString(), "demo").redirectErrorStream(true);
        builder.environment().put("TMPDIR", temporary.toString());
        var demo = builder.start();
        var out = demo.inputReader();
        var line = out.readLine();
        while (line != null && !line.contains("stage it")) {
            line = out.readLine();
        }
        assertThat(line).as("the step that mounts").startsWith("ok");
        assertThat(processes()).isNotEmpty();
        return demo;
    }

    /// A shell cannot heed what it was started to ignore.
    private static boolean hangUpIsIgnored() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Integer.parseInt(line.substring(line.length() - 1), 16) & 1) == 1);
        }
    }

    private static void send(String signal, ProcessHandle process) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()));
        assertThat(kill.inheritIO().start().waitFor()).isZero();
    }

    private void assertNothingIsLeft() throws IOException, InterruptedException {
        // The kernel ends a killed process, and unbinds what it had open, a moment later.
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!left().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(left()).isEmpty();
    }

    private List<String> left() throws IOException {
        var here = temporary.toString();
        try (var files = Files.list(temporary);
                var blocks = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            var mounts =
                    Files.readAllLines(Path.of("/proc/self/mountinfo")).stream().filter(line -> line.contains(here));
            var loops = Stream.<String>builder();
            for (var block : blocks) {
                var backing = block.resolve("loop/backing_file");
                if (Files.exists(backing) && Files.readString(backing).startsWith(here)) {
                    loops.add(block.getFileName().toString());
                }
            }
            return Stream.of(files.map(Path::toString), mounts, loops.build(), processes().stream())
                    .flatMap(each -> each)
                    .toList();
        }
    }

    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(temporary.toString()))
                .toList();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }
}
