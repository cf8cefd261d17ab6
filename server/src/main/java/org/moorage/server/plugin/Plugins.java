package org.moorage.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The plugins that were added to a package after it was made: each is a directory of modules below `plugins/`.
public final class Plugins {
    private static final String DIRECTORY = "plugins";

    private Plugins() {}

    /// Loads them all, in the order of their names.
    ///
    /// @param home the package; without a directory of plugins there are none
    static List<Plugin> of(Path home) {
        var directory = home.resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .sorted()
                    .map(entry -> new PluginLayer(entry).load())
                    .toList();
        } catch (IOException e) {
            return List.of(new Plugin.Refused(DIRECTORY, directory, "it cannot be read: " + e.getMessage()));
        }
    }
}
