package org.moorage.server.plugin;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Refusal;

/// The backends that are installed, by name.
public final class Backends {
    private final List<BackendProvider> providers;

    /// @throws Refusal if two providers bear one name
    public Backends(List<? extends BackendProvider> providers) {
        this.providers = providers.stream()
                .map(BackendProvider.class::cast)
                .sorted(Comparator.comparing(BackendProvider::name))
                .toList();
        for (var i = 1; i < this.providers.size(); i++) {
            var name = this.providers.get(i).name();
            if (name.equals(this.providers.get(i - 1).name())) {
                throw new Refusal("two installed backends are called '" + name + "'; remove one of them");
            }
        }
    }

    /// The backends in the modules that the process was started with.
    ///
    /// @throws Refusal if one of them cannot be loaded
    public static Backends installed() {
        try {
            return new Backends(ServiceLoader.load(BackendProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
        } catch (ServiceConfigurationError e) {
            throw new Refusal("an installed backend cannot be loaded: " + e.getMessage(), e);
        }
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
            throw new Refusal("no backend is installed; add a backend's module beside the server's");
        }
        if (name.isEmpty() && providers.size() > 1) {
            throw new Refusal("several backends are installed (" + names() + "): choose one with --driver NAME");
        }
        return providers.stream()
                .filter(provider -> name.isEmpty() || provider.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("no backend '" + name.orElse("") + "' is installed; installed are: " + names()));
    }

    private String names() {
        return String.join(", ", providers.stream().map(BackendProvider::name).toList());
    }
}
