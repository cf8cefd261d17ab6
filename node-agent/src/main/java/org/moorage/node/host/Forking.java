package org.moorage.node.host;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Keeps processes that are just being started from holding on to devices. Between fork and exec a child has a copy
/// of every open file of this process, so a device that another thread gives up at that moment would stay held
/// until the exec, and a mount or mkfs that follows would find it busy. Many may fork at a time; who gives up a
/// device waits the few milliseconds until none does. The files are the process's, hence one lock for all.
public final class Forking {
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

    private Forking() {}

    /// Runs what starts a process and returns after its exec.
    static <T> T start(Supplier<T> starting) {
        LOCK.readLock().lock();
        try {
            return starting.get();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    /// Runs what gives up a device, while no process is being started.
    public static void giveUp(Runnable closing) {
        LOCK.writeLock().lock();
        try {
            closing.run();
        } finally {
            LOCK.writeLock().unlock();
        }
    }
}
