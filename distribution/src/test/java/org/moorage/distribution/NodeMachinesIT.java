package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The node service in a virtual machine, with a kernel, udev and disks of its own. The variable `NODE_MACHINES` names
/// the directory of the programs that keep such machines (nodevm.sh says which); it is skipped in print without.
class NodeMachinesIT {
    private static final String MACHINES = System.getenv().getOrDefault("NODE_MACHINES", "");

    @Test
    void volumesLiveOnARealKernel() throws Exception {
        var reason = "NODE_MACHINES names no directory of programs that keep virtual machines";
        if (MACHINES.isEmpty()) {
            System.out.println("SKIPPED NodeMachinesIT: " + reason);
        }
        assumeTrue(!MACHINES.isEmpty(), reason);

        var outcome = PackageUnderTest.run(
                Duration.ofHours(1),
                Map.of(),
                List.of(
                        Path.of("src/test/scripts/nodevm.sh").toAbsolutePath().toString(),
                        PackageUnderTest.HOME.toString(),
                        MACHINES));

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("PASS").doesNotContain("FAIL");
    }
}
