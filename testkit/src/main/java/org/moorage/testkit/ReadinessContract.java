package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moorage.api.plugin.Readiness;

/// What Probe's callers expect of a {@link Readiness}.
public abstract class ReadinessContract {
    /// For subclasses.
    protected ReadinessContract() {}

    /// The role of a backend that was opened while what it needs could not be reached; the same within a test.
    protected abstract Readiness readiness();

    /// Lets what it needs be reached.
    protected abstract void begin();

    /// Takes all away that it needs.
    protected abstract void end();

    @Test
    void notReadyBeforeItHasWhatItNeeds() {
        assertThat(readiness().ready()).isFalse();
    }

    /// What it needs is gone by then, so that who asks anybody is found out.
    @Test
    @Timeout(60)
    void readyOnceItHasBegunAndEverAfter() {
        begin();
        while (!readiness().ready()) {
            LockSupport.parkNanos(1_000_000);
        }

        end();

        for (var times = 0; times < 100; times++) {
            assertThat(readiness().ready()).isTrue();
        }
    }
}
