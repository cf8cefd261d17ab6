package org.moorage.node.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// What the kernel wrote down about CephFS: mount(2) does not tell why a cluster refused.
final class KernelLog {
    /// `<3>[ 1234.567890] libceph: auth method 'x' error -13`
    private static final Pattern REFUSAL =
            Pattern.compile("(?:<\\d+>)?\\[ *[\\d.]+\\] *((?:lib)?ceph: .*(?:error|failed:?) -(?:1|13)\\b.*)");

    private final Kernel kernel;

    KernelLog(Kernel kernel) {
        this.kernel = kernel;
    }

    /// The last line now. Lines are told apart by the moment that each bears.
    String last(Deadline deadline) {
        var lines = lines(deadline);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /// The last refusal of a key after that line. A log that cannot be read tells of none.
    Optional<String> cephRefusal(String after, Deadline deadline) {
        return refusal(lines(deadline), after);
    }

    static Optional<String> refusal(List<String> lines, String after) {
        return lines.subList(lines.lastIndexOf(after) + 1, lines.size()).stream()
                .map(REFUSAL::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .reduce((_, last) -> last);
    }

    private List<String> lines(Deadline deadline) {
        try {
            return kernel.log(deadline).lines().toList();
        } catch (SystemCallException | Failure _) {
            return List.of();
        }
    }
}
