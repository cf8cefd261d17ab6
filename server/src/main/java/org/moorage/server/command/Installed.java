package org.moorage.server.command;

import java.io.PrintStream;
import java.util.Optional;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.server.plugin.Backends;
import org.moorage.server.plugin.Plugin;
import org.moorage.server.plugin.RolesOf;
import org.slf4j.Logger;

/// What `plugins list` shows: every backend with the module, its version, where it comes from and the roles that it
/// has classes for, then the plugins that are refused.
final class Installed {
    private final Backends backends;

    Installed(Backends backends) {
        this.backends = backends;
    }

    /// Prints a line for each, its fields divided by tabs.
    ///
    /// @return whether no plugin is refused
    boolean print(PrintStream out) {
        for (var provider : backends.all()) {
            var module = Optional.ofNullable(provider.getClass().getModule().getDescriptor());
            out.println(String.join(
                    "\t",
                    provider.name(),
                    module.map(named -> named.name()).orElse("class path"),
                    module.flatMap(named -> named.rawVersion()).orElse("-"),
                    origin(provider),
                    String.join(",", RolesOf.backend(provider))));
        }
        backends.plugins()
                .forEach(plugin -> plugin.shared().forEach(module -> out.println("# " + note(plugin, module))));
        backends.refused().forEach(plugin -> out.println("# " + plugin.message()));
        return backends.refused().isEmpty();
    }

    /// Tells the log of plugins that cannot be used, and of modules that are not theirs.
    static void log(Backends backends, Logger log) {
        backends.refused().forEach(plugin -> log.atWarn().log(plugin.message()));
        backends.plugins().forEach(plugin -> plugin.shared().forEach(module -> log.atInfo().log(note(plugin, module))));
    }

    /// That the server's module is used in the place of the plugin's.
    private static String note(Plugin.Loaded plugin, Plugin.SharedModule module) {
        return "plugin " + plugin.name() + " uses " + module.module() + " " + module.servers()
                + " of this package, not its own " + module.plugins();
    }

    private String origin(BackendProvider provider) {
        return backends.plugins().stream()
                .filter(plugin -> plugin.providers().contains(provider))
                .map(plugin -> plugin.directory().toString())
                .findFirst()
                .orElse("built in");
    }
}
