package org.moorage.openstack.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// All that is logged below `org.moorage` while it is open, at every level.
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.moorage");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    public static CapturedLog everything() {
        var log = new CapturedLog();
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
