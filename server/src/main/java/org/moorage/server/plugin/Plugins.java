package org.moorage.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The plugins that were added to a package after it was made: each is a directory of modules below `plugins/`.
public final class Plugins {
    private static final String DIRECTORY = "plugins";
    private static final String JAR = ".jar";

    /// For a constructor that does nothing, and a name.
    private static final Duration LOADING = Duration.ofSeconds(10);

    private Plugins() {}

    /// Loads them all, in the order of their names.
    ///
    /// @param home the package; without a directory of plugins there are none
    public static List<Plugin> of(Path home) {
        return of(home, LOADING);
    }

    static List<Plugin> of(Path home, Duration loading) {
        var directory = home.resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var entries = Files.list(directory)) {
            return entries.filter(entry ->
                            Files.isDirectory(entry) || entry.toString().endsWith(JAR))
                    .sorted()
                    .map(entry -> Files.isDirectory(entry) ? new PluginLayer(entry).load(loading) : loose(entry))
                    .toList();
        } catch (IOException e) {
            return List.of(new Plugin.Refused(DIRECTORY, directory, "it cannot be read: " + e.getMessage()));
        }
    }

    private static Plugin loose(Path jar) {
        var name = String.valueOf(jar.getFileName());
        return new Plugin.Refused(
                name, jar, "it is in no directory of its own: move it into one below " + DIRECTORY + "/");
    }
}
