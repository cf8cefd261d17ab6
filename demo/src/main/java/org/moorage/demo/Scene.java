package org.moorage.demo;

import java.util.List;
import java.util.Optional;

/// What the demo shows: the servers that are needed for it, running, and the walk through them.
interface Scene extends AutoCloseable {
    /// What the reader must know beforehand.
    List<String> remarks();

    /// The servers; each may be killed and replaced between any two steps.
    List<Plugin> plugins();

    /// The steps, in order; each finds what those before it left. To be asked for when the servers are ready.
    List<Step> steps();

    /// Takes away what a walk that broke off has left, as far as it can.
    void undo();

    /// How many requests the servers have sent to the cloud so far; empty when nobody counts.
    Optional<Long> requests();

    @Override
    void close();
}
