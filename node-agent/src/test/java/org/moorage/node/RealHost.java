package org.moorage.node;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests that attach loop devices and mount file systems: they need root and the host's tools, and are skipped in
/// print where those are missing.
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealHost.Condition.class)
public @interface RealHost {
    /// Skips what cannot run here.
    final class Condition implements ExecutionCondition {
        private static final long CAP_SYS_ADMIN = 1L << 21;
        private static final String[] TOOLS = {
            "losetup",
            "blkid",
            "wipefs",
            "mkfs.ext4",
            "e2fsck",
            "resize2fs",
            "mkfs.xfs",
            "xfs_growfs",
            "mkfs.btrfs",
            "btrfs"
        };

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var reason = reason();
            if (reason.isEmpty()) {
                return ConditionEvaluationResult.enabled("root, loop devices and tools are there");
            }
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            return ConditionEvaluationResult.disabled(reason);
        }

        public Condition() {}

        private static boolean mayMount() {
            try (var lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("CapEff:"))
                        .map(line -> Long.parseUnsignedLong(
                                line.substring("CapEff:".length()).strip(), 16))
                        .anyMatch(capabilities -> (capabilities & CAP_SYS_ADMIN) != 0);
            } catch (IOException _) {
                return false;
            }
        }

        private static String reason() {
            if (!mayMount()) {
                return "attaching loop devices and mounting needs root with CAP_SYS_ADMIN";
            }
            if (!Files.exists(Path.of("/dev/loop-control"))) {
                return "this kernel has no loop devices";
            }
            for (var tool : TOOLS) {
                if (!Files.exists(Path.of("/usr/sbin", tool))
                        && !Files.exists(Path.of("/usr/bin", tool))
                        && !Files.exists(Path.of("/sbin", tool))) {
                    return tool + " is not installed";
                }
            }
            return "";
        }
    }
}
