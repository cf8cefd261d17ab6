package org.moorage.server.command;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/// Which Moorage this is.
final class Version {
    private static final String FILE = "version.properties";

    private Version() {}

    /// Prints it with the program's name.
    static void print(PrintStream out) {
        out.println("moorage " + current());
    }

    /// The version that the build wrote down.
    static String current() {
        try (var file = Objects.requireNonNull(Version.class.getResourceAsStream(FILE), FILE)) {
            var properties = new Properties();
            properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
