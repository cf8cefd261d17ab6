package org.moorage.server.command;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Logback as {@link Logging} sets it up, and by nothing else: no file of configuration is searched for in each of the
/// package's jars, which would then all stay open.
@SuppressWarnings("exports")
public final class PlainLogback implements SLF4JServiceProvider {
    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter contexts = new LogbackMDCAdapter();

    /// For SLF4J.
    public PlainLogback() {}

    /// Makes SLF4J choose it. Has to be called before the first logger of the process is asked for.
    static void choose() {
        System.setProperty("slf4j.provider", PlainLogback.class.getName());
        // Else it tells of that on the standard error stream.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    @Override
    public void initialize() {
        context.setMDCAdapter(contexts);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
