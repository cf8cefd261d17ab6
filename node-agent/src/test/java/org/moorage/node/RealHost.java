package org.moorage.node;

import java.lang.annotation.ElementType;
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
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealHost.Condition.class)
public @interface RealHost {
    /// Skips what cannot run here.
    final class Condition implements ExecutionCondition {
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

        private static String reason() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return "only root can attach loop devices and mount";
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
