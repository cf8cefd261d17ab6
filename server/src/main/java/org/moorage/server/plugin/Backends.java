package org.moorage.server.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Refusal;

/// The backends that are installed, by name.
public final class Backends {
    private final List<BackendProvider> providers;
    private final List<Plugin.Loaded> plugins;
    private final List<Plugin.Refused> refused;

    /// @param own     the backends of the package
    /// @param plugins what was added to it. One whose backend bears the name of an earlier one is refused
    /// @throws Refusal if two of the package bear one name
    public Backends(List<? extends BackendProvider> own, List<Plugin> plugins) {
        var byName = new TreeMap<String, BackendProvider>();
        for (var provider : own) {
            if (byName.putIfAbsent(provider.name(), provider) != null) {
                throw new Refusal("two installed backends are called '" + provider.name() + "'; remove one of them");
            }
        }
        var loaded = new ArrayList<Plugin.Loaded>();
        var wrong = new ArrayList<Plugin.Refused>();
        for (var plugin : plugins) {
            switch (plugin) {
                case Plugin.Refused reason -> wrong.add(reason);
                case Plugin.Loaded usable ->
                    clash(byName, usable)
                            .ifPresentOrElse(
                                    reason -> wrong.add(new Plugin.Refused(usable.name(), usable.directory(), reason)),
                                    () -> {
                                        usable.providers().forEach(each -> byName.put(each.name(), each));
                                        loaded.add(usable);
                                    });
            }
        }
        this.providers = List.copyOf(byName.values());
        this.plugins = List.copyOf(loaded);
        this.refused = List.copyOf(wrong);
    }

    private static Optional<String> clash(Map<String, BackendProvider> taken, Plugin.Loaded plugin) {
        var own = new HashSet<String>();
        return plugin.providers().stream()
                .map(BackendProvider::name)
                .filter(name -> taken.containsKey(name) || !own.add(name))
                .findFirst()
                .map(name -> "its backend is called '" + name + "', as another that is installed: remove one of them");
    }

    /// The backends in the modules that the process was started with, and those of the plugins that lie in the
    /// package (the variable MOORAGE_HOME, which the launcher sets).
    ///
    /// @throws Refusal if one that the process was started with cannot be loaded
    public static Backends installed() {
        try {
            var own = providers().stream().map(ServiceLoader.Provider::get).toList();
            var home = Optional.ofNullable(System.getenv("MOORAGE_HOME")).map(Path::of);
            return new Backends(own, home.map(Plugins::of).orElse(List.of()));
        } catch (ServiceConfigurationError e) {
            throw new Refusal("an installed backend cannot be loaded: " + e.getMessage(), e);
        }
    }

    /// Those of the server's own layer; by a class loader each jar of the package would be searched, and stay
    /// open. Where the server lies on a class path, as in the tests of others, there is no layer.
    private static ServiceLoader<BackendProvider> providers() {
        var layer = Backends.class.getModule().getLayer();
        return layer == null
                ? ServiceLoader.load(BackendProvider.class)
                : ServiceLoader.load(layer, BackendProvider.class);
    }

    /// The plugins that cannot be used, each with its reason.
    public List<Plugin.Refused> refused() {
        return refused;
    }

    /// For who would rather not start than do without a plugin.
    ///
    /// @throws Refusal if a plugin cannot be used: all of them together
    public void requireNoneRefused() {
        if (!refused.isEmpty()) {
            throw new Refusal(refused.stream().map(Plugin.Refused::message).toList(), null);
        }
    }

    /// The plugins whose backends are among these.
    public List<Plugin.Loaded> plugins() {
        return plugins;
    }

    /// All of them, by name.
    public List<BackendProvider> all() {
        return providers;
    }

    /// The backend of that name; without a name, the only one there is.
    ///
    /// @throws Refusal if there is none, or no name where several are
    public BackendProvider choose(Optional<String> name) {
        if (providers.isEmpty()) {
            throw new Refusal(withRefused("no backend is installed; add a backend's module beside the server's"), null);
        }
        if (name.isEmpty() && providers.size() > 1) {
            throw new Refusal("several backends are installed (" + names() + "): choose one with --driver NAME");
        }
        return providers.stream()
                .filter(provider -> name.isEmpty() || provider.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        withRefused("no backend '" + name.orElse("") + "' is installed; installed are: " + names()),
                        null));
    }

    private List<String> withRefused(String problem) {
        return Stream.concat(Stream.of(problem), refused.stream().map(Plugin.Refused::message))
                .toList();
    }

    private String names() {
        return String.join(", ", providers.stream().map(BackendProvider::name).toList());
    }
}
