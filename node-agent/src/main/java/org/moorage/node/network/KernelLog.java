package org.moorage.node.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// What the kernel wrote down about CephFS: mount(2) does not tell why a cluster refused.
final class KernelLog {
    /// `<3>[ 1234.567890] libceph: auth method 'x' error -13`
    private static final Pattern LINE = Pattern.compile("(?:<\\d+>)?\\[\\s*(\\d+\\.\\d+)\\]\\s*((?:lib)?ceph: .*)");

    private static final Pattern REFUSAL = Pattern.compile(".*error -(1|13)\\b.*");
    private static final Pattern BLANK = Pattern.compile(" ");

    private final Path proc;
    private final Kernel kernel;

    KernelLog(Path proc, Kernel kernel) {
        this.proc = proc;
        this.kernel = kernel;
    }

    /// Seconds since the start of the host, by which the kernel dates its lines.
    double now() {
        try {
            return BLANK.splitAsStream(Files.readString(proc.resolve("uptime")))
                    .findFirst()
                    .map(Double::parseDouble)
                    .orElse(0.0);
        } catch (IOException _) {
            return 0;
        }
    }

    /// The last refusal of a key since that moment. A log that cannot be read tells of none.
    Optional<String> cephRefusal(double since, Deadline deadline) {
        try {
            return refusal(kernel.log(deadline), since);
        } catch (SystemCallException | Failure _) {
            return Optional.empty();
        }
    }

    static Optional<String> refusal(String log, double since) {
        return log.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && Double.parseDouble(line.group(1)) >= since)
                .map(line -> line.group(2))
                .filter(text -> REFUSAL.matcher(text).matches())
                .reduce((_, last) -> last);
    }
}
