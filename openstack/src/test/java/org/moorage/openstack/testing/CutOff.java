package org.moorage.openstack.testing;

import java.time.Duration;
import java.time.Instant;
import org.moorage.api.Deadline;
import org.moorage.emulator.fault.Faults;

/// How a call is cut off half-way.
public final class CutOff {
    private static final Duration LONG = Duration.ofSeconds(20);

    private CutOff() {}

    /// The deadline that comes once an operation hangs in the cloud: after what the call asked for was granted, however
    /// slow the machine is, and with nothing to wait for.
    public static Deadline onceOneHangs(Faults faults) {
        return Deadline.after(LONG, () -> {
            var now = Instant.now();
            return faults.hangingOperations() == 0 ? now : now.plus(LONG);
        });
    }
}
