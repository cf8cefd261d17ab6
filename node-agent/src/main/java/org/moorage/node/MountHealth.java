package org.moorage.node;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// Tells whether a mounted file system still serves. After an error a file system may have turned read-only or shut
/// down while its mount looks as before.
final class MountHealth {
    private final Kernel kernel;

    MountHealth(Kernel kernel) {
        this.kernel = kernel;
    }

    /// What is wrong with the mount; empty when nothing is.
    ///
    /// @param forWriting whether it is to be written to
    Optional<String> problem(MountEntry entry, boolean forWriting, Deadline deadline) {
        if (entry.failed()) {
            return Optional.of("it shut down after an error");
        }
        if (forWriting && entry.readOnly()) {
            return Optional.of("it cannot be written to: it turned read-only after an error, or was made so by hand");
        }
        try {
            kernel.usage(entry.point(), deadline);
            if (forWriting) {
                kernel.syncDirectory(entry.point(), deadline);
            }
            return Optional.empty();
        } catch (SystemCallException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }
}
