package org.moorage.openstack.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What is logged while it is open, at every level.
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
    }

    /// All of `org.moorage`.
    public static CapturedLog everything() {
        return listening("org.moorage");
    }

    /// What that class logs.
    public static CapturedLog of(Class<?> who) {
        return listening(who.getName());
    }

    private static CapturedLog listening(String logger) {
        var log = new CapturedLog(logger);
        log.start();
        log.logger.setLevel(Level.TRACE);
        log.logger.addAppender(log);
        return log;
    }

    /// The lines so far: level, message, and key-value pairs.
    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var pairs = event.getKeyValuePairs() == null ? "" : " " + event.getKeyValuePairs();
        lines.add(event.getLevel() + " " + event.getFormattedMessage() + pairs);
    }
}
