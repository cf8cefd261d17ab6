package org.moorage.server.command;

/// What serves until it is stopped.
interface Running extends AutoCloseable {
    /// Waits until {@link #close} has been called by another thread.
    void await() throws InterruptedException;

    /// Takes no new calls, and ends when those under way have.
    @Override
    void close();
}
