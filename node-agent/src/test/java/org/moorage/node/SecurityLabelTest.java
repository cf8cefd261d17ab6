package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Host;

/// The label of SELinux that kubelet adds to the options of both calls (CSIDriver, seLinuxMount).
class SecurityLabelTest extends StagingFixture {
    private static final String LABEL = "context=\"system_u:object_r:container_file_t:s0:c1,c2\"";

    private void use(NodeAgent agent) {
        var disk = bench.attach(mib(64));
        var capability = mounted("ext4", "noatime", LABEL);
        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());
        for (var time = 0; time < 2; time++) {
            agent.publish(
                    new PublishRequest(disk.id(), disk.access(), capability, false, staging, bench.path("target")),
                    deadline());
        }
    }

    private static boolean selinux() throws IOException {
        return Files.readString(Path.of("/proc/filesystems")).contains("selinuxfs");
    }

    @Test
    void isLeftOutWhereTheKernelKnowsNone() throws IOException {
        Assumptions.assumeFalse(selinux(), "this kernel has SELinux");

        use(agent);

        assertThat(bench.mountsAt(bench.path("target")).getFirst().options()).contains("noatime");
    }

    /// A kernel without SELinux that is said to have it shows that the label is handed on: it refuses it.
    @Test
    void isHandedToTheRealMountWhereTheKernelHasSelinux() throws IOException {
        var real = bench.host();
        var proc = Files.createDirectories(bench.path("proc"));
        Files.createSymbolicLink(proc.resolve("self"), real.proc().resolve("self"));
        Files.writeString(proc.resolve("filesystems"), "nodev\tproc\nnodev\tselinuxfs\n\text4\n");

        try (var other =
                new NodeAgent(new Host(real.dev(), real.links(), real.sys(), proc, real.udev(), real.tools()))) {
            if (selinux()) {
                use(other);
                assertThat(bench.mountsAt(staging).getFirst().superOptions())
                        .anyMatch(option -> option.startsWith("context="));
            } else {
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> use(other))
                        .isInstanceOf(Failure.Precondition.class)
                        .hasMessageContaining("mount option");
            }
        }
    }
}
