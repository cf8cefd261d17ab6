package org.moorage.server.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.moorage.server.rpc.CallLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log: where it goes, and what `-v` lets through.
final class Logging {
    private static final int DEBUG_FROM = 4;
    private static final int REQUESTS_FROM = 5;
    private static final int TRACE_FROM = 6;

    private Logging() {}

    /// Writes the log of the process to `out` from now on.
    ///
    /// @param verbosity as operators of the Go drivers know it: from 4 cloud calls, from 5 requests, from 6 all
    static void start(int verbosity, OutputStream out) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("log");
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("org.moorage").setLevel(level(verbosity));
        context.getLogger(CallLog.REQUESTS).setLevel(verbosity >= REQUESTS_FROM ? Level.DEBUG : Level.OFF);
        // It warns at each connection that a unix socket knows no SO_KEEPALIVE.
        context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
        bridge();
    }

    /// Keeps the log of the process to itself: for commands whose answer says all.
    static void silence() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        LogManager.getLogManager().reset();
    }

    private static Level level(int verbosity) {
        if (verbosity >= TRACE_FROM) {
            return Level.TRACE;
        }
        return verbosity >= DEBUG_FROM ? Level.DEBUG : Level.INFO;
    }

    /// gRPC and the JDK log through java.util.logging: what matters there goes into the same log.
    private static void bridge() {
        LogManager.getLogManager().reset();
        var root = java.util.logging.Logger.getLogger("");
        root.setLevel(java.util.logging.Level.WARNING);
        root.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                var severe = record.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue();
                LoggerFactory.getLogger(String.valueOf(record.getLoggerName()))
                        .atLevel(severe ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
                        .setCause(record.getThrown())
                        .log(String.valueOf(record.getMessage()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }
}
