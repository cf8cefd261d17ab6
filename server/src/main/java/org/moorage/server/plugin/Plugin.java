package org.moorage.server.plugin;

import java.nio.file.Path;
import java.util.List;
import org.moorage.api.plugin.BackendProvider;

/// What became of one directory of plugins.
public sealed interface Plugin {
    /// The directory's name, by which the plugin is spoken of.
    String name();

    /// Where it is.
    Path directory();

    /// A plugin whose backends can be opened.
    ///
    /// @param name      the directory's name
    /// @param directory where it is
    /// @param providers its backends, at least one
    /// @param shared    the modules that it brings and that the server has, too, so that the server's are used
    record Loaded(String name, Path directory, List<BackendProvider> providers, List<SharedModule> shared)
            implements Plugin {
        /// Copies the lists.
        public Loaded {
            providers = List.copyOf(providers);
            shared = List.copyOf(shared);
        }
    }

    /// A plugin that cannot be used.
    ///
    /// @param name      the directory's name
    /// @param directory where it is
    /// @param reason    what is wrong, and what to do: one line
    record Refused(String name, Path directory, String reason) implements Plugin {
        /// The whole of it in one line.
        public String message() {
            return "plugin " + name + " (" + directory + ") is refused: " + reason;
        }
    }

    /// A module that both have.
    ///
    /// @param module  its name
    /// @param servers the version that is used
    /// @param plugins the version that the plugin brings
    record SharedModule(String module, String servers, String plugins) {}
}
