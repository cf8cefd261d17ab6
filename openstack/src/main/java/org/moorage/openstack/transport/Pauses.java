package org.moorage.openstack.transport;

import java.time.Duration;

/// How the transport waits between two tries; tests put a clock of their own in its place.
@FunctionalInterface
public interface Pauses {
    /// Lets the thread sleep.
    Pauses SLEEPING = Thread::sleep;

    /// Waits for that long.
    ///
    /// @throws InterruptedException if the caller goes away meanwhile
    void pause(Duration length) throws InterruptedException;
}
