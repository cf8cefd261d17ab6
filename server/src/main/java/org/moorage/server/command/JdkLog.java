package org.moorage.server.command;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// What the JDK itself logs, by {@link System.Logger}, goes into the log of the process: warnings and worse.
///
/// That this is a service of a module also spares the JDK a search for another in each jar of the package.
public final class JdkLog extends System.LoggerFinder {
    /// For the JDK, by {@link java.util.ServiceLoader}.
    public JdkLog() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Named(name);
    }

    private record Named(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level != Level.OFF && level.compareTo(Level.WARNING) >= 0;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                at(level).setCause(thrown).log(text(bundle, message));
            }
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            if (isLoggable(level)) {
                at(level).log(filled(text(bundle, format), parameters));
            }
        }

        private LoggingEventBuilder at(Level level) {
            var logger = LoggerFactory.getLogger(name);
            return level == Level.ERROR ? logger.atError() : logger.atWarn();
        }

        /// Who logs a message alone hands over no parameters: null, not none.
        private static String filled(String text, @Nullable Object... parameters) {
            try {
                return parameters == null || parameters.length == 0 ? text : MessageFormat.format(text, parameters);
            } catch (IllegalArgumentException _) {
                // No pattern after all; whoever logs is not to fail for it.
                return text;
            }
        }

        private static String text(@Nullable ResourceBundle bundle, @Nullable String message) {
            var key = String.valueOf(message);
            return bundle != null && bundle.containsKey(key) ? bundle.getString(key) : key;
        }
    }
}
