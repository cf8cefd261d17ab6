package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    private static PackageUnderTest.Outcome demo(String... options) throws Exception {
        var command = new ArrayList<>(List.of(PackageUnderTest.LAUNCHER.toString(), "demo"));
        command.addAll(List.of(options));
        return PackageUnderTest.run(Duration.ofMinutes(5), Map.of(), command);
    }
}
