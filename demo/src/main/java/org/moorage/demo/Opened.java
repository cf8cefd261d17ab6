package org.moorage.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened, to be closed in turn, the last first.
final class Opened {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T thing) {
        ends.push(() -> {
            try {
                thing.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        return thing;
    }

    void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
