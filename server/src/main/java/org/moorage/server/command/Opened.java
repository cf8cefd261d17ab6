package org.moorage.server.command;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was opened, to be closed in turn, the last first.
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /// Keeps the thing until the end, and returns it.
    <T extends AutoCloseable> T keep(T thing) {
        open.push(thing);
        return thing;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    /// One that cannot be closed must not keep the others open, so everything it throws ends here.
    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Throwable e) {
            LOG.atWarn().setCause(e).log("something could not be closed");
        }
    }
}
