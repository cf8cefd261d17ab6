package org.moorage.server.plugin;

import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.BackendProvider;

/// The modules of one plugin, in a layer above those of the package: so each plugin may bring a library in the
/// version that it likes, whatever the server and other plugins have.
///
/// Two kinds of modules are never its own: the SPI and the logging interface, which both sides must see as one; and,
/// if one of its modules is automatic, all that the server has, too. An automatic module reads every module there is,
/// and two of one name would end the resolution.
final class PluginLayer {
    private static final Set<String> COMMON = Set.of(ApiVersion.MODULE, "org.slf4j", "org.jspecify");

    private final String name;
    private final Path directory;

    PluginLayer(Path directory) {
        this.name = directory.getFileName().toString();
        this.directory = directory;
    }

    /// Loads the plugin, or says why not. Nothing that a plugin does wrong leaves this method, nor holds it up.
    ///
    /// @param limit how long it may take
    Plugin load(Duration limit) {
        try {
            return Patience.call("load-" + name, limit, this::load);
        } catch (TimeoutException _) {
            return refused("it has not come back from being loaded: the constructor of a provider must do nothing");
        } catch (ExecutionException e) {
            return refused("it cannot be loaded: " + e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refused("the start was interrupted");
        }
    }

    private Plugin load() {
        try {
            var found = ModuleFinder.of(directory).findAll();
            if (found.isEmpty()) {
                return refused("there is no module in it: put the plugin's jars there");
            }
            return unfitting(found).<Plugin>map(this::refused).orElseGet(() -> resolved(found));
        } catch (FindException | ResolutionException e) {
            return refused("its modules do not resolve: " + line(e));
        } catch (Throwable e) {
            return refused("it cannot be loaded: " + line(e));
        }
    }

    private static Optional<String> unfitting(Set<ModuleReference> found) {
        var ours = ApiVersion.ofThisProcess();
        return found.stream()
                .map(ModuleReference::descriptor)
                .flatMap(module -> ApiVersion.neededBy(module).stream()
                        .filter(needed ->
                                ours.filter(version -> !version.serves(needed)).isPresent())
                        .map(needed -> module.name() + " was built against version " + needed.text() + " of "
                                + ApiVersion.MODULE + ", and this is "
                                + ours.map(ApiVersion::text).orElse("") + ": build it against this one"))
                .findFirst();
    }

    private Plugin resolved(Set<ModuleReference> found) {
        var automatic = found.stream().anyMatch(PluginLayer::isAutomatic);
        var shared = found.stream()
                .map(ModuleReference::descriptor)
                .filter(module -> COMMON.contains(module.name()) || automatic)
                .flatMap(module -> ModuleLayer.boot().findModule(module.name()).stream()
                        .map(servers -> new Plugin.SharedModule(
                                module.name(), version(servers.getDescriptor()), version(module))))
                .toList();
        var names = shared.stream().map(Plugin.SharedModule::module).collect(Collectors.toSet());
        var own = found.stream()
                .filter(module -> !names.contains(module.descriptor().name()))
                .toList();
        var layer = layer(own);
        var providers = new ArrayList<BackendProvider>();
        ServiceLoader.load(layer, BackendProvider.class).stream()
                .filter(provider -> provider.type().getModule().getLayer() == layer)
                .forEach(provider -> providers.add(provider.get()));
        // Whoever cannot say who he is, is refused here and not when he is chosen.
        for (var provider : providers) {
            if (isBlank(provider.name()) || provider.options() == null) {
                return refused("its " + provider.getClass().getName() + " has no name, or null for its options");
            }
        }
        if (providers.isEmpty()) {
            return refused("none of its modules provides a " + BackendProvider.class.getName());
        }
        return new Plugin.Loaded(name, directory, providers, shared);
    }

    /// One loader for all of its modules: libraries look for their parts with the loader of their own classes.
    private static ModuleLayer layer(List<ModuleReference> own) {
        var boot = ModuleLayer.boot();
        var explicit = own.stream().filter(module -> !isAutomatic(module)).toList();
        var roots = (explicit.isEmpty() ? own : explicit)
                .stream().map(module -> module.descriptor().name()).toList();
        var configuration = boot.configuration().resolveAndBind(new Only(own), ModuleFinder.of(), roots);
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
    }

    private Plugin.Refused refused(String reason) {
        return new Plugin.Refused(name, directory, reason);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isAutomatic(ModuleReference module) {
        return module.descriptor().isAutomatic();
    }

    private static String version(ModuleDescriptor module) {
        return module.rawVersion().orElse("of no version");
    }

    private static String line(Throwable problem) {
        var text = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        var cause = problem.getCause();
        var more = cause == null || cause.getMessage() == null || text.contains(cause.getMessage())
                ? ""
                : ": " + cause.getMessage();
        return (text + more).lines().map(String::strip).collect(Collectors.joining(" "));
    }

    /// Finds these modules.
    private record Only(List<ModuleReference> modules) implements ModuleFinder {
        @Override
        public Optional<ModuleReference> find(String name) {
            return modules.stream()
                    .filter(module -> module.descriptor().name().equals(name))
                    .findFirst();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.copyOf(modules);
        }
    }
}
