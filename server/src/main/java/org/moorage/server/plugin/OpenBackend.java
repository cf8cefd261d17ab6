package org.moorage.server.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A backend that was opened and has said, once, who it is and what it does. Its mistakes while it is opened are known
/// as its own, and one that does not come back from its end is left behind.
public final class OpenBackend implements AutoCloseable {
    /// With the grace of calls under way it must stay below the 30 seconds between SIGTERM and SIGKILL.
    static final Duration FAREWELL = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(OpenBackend.class);

    private final BackendProvider provider;
    private final Backend backend;
    private final DriverIdentity driver;
    private final List<Role> roles;

    private OpenBackend(BackendProvider provider, Backend backend, DriverIdentity driver, List<Role> roles) {
        this.provider = provider;
        this.backend = backend;
        this.driver = driver;
        this.roles = roles;
    }

    /// Opens it.
    ///
    /// @throws Refusal       its settings are refused
    /// @throws Failure       what it needs is not there
    /// @throws BackendDefect it failed in a way that it should not, and nothing of it is open
    public static OpenBackend open(BackendProvider provider, Settings given, Surroundings surroundings) {
        var backend = walled(
                provider, () -> Objects.requireNonNull(provider.open(given, surroundings), "open returned null"));
        try {
            return walled(
                    provider,
                    () -> new OpenBackend(
                            provider,
                            backend,
                            Objects.requireNonNull(backend.driver(), "it has no driver identity"),
                            List.copyOf(Objects.requireNonNull(backend.roles(), "it has no roles"))));
        } catch (RuntimeException mistake) {
            close(provider, backend);
            throw mistake;
        }
    }

    /// What a backend throws beside refusals is its own mistake, and must be known as its own.
    private static <T> T walled(BackendProvider provider, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal | Failure foreseen) {
            throw foreseen;
        } catch (Throwable mistake) {
            throw new BackendDefect(provider, mistake);
        }
    }

    /// Who the driver is.
    public DriverIdentity driver() {
        return driver;
    }

    /// The roles that it fills.
    public List<Role> roles() {
        return roles;
    }

    /// The names of those roles, in alphabetical order.
    public Set<String> roleNames() {
        return RolesOf.open(roles);
    }

    /// What it is chosen by: `cinder`.
    public String name() {
        return provider.name();
    }

    /// The module that it is in.
    public Module module() {
        return provider.getClass().getModule();
    }

    /// The modules that came with it, if it was added to the package.
    public Optional<ModuleLayer> plugin() {
        return isPlugin(provider) ? Optional.ofNullable(module().getLayer()) : Optional.empty();
    }

    /// Where it comes from, in words.
    public String origin() {
        return plugin().flatMap(layer -> layer.configuration().findModule(module().getName()))
                .flatMap(module -> module.reference().location())
                .map(place -> "a plugin: " + place.getPath())
                .orElse("the package");
    }

    /// Makes the threads on which it is called. A plugin gets threads of the kernel's: code that spins, or waits inside
    /// of a library, would hold one of the few that all virtual threads share.
    public ThreadFactory threads() {
        return isPlugin(provider)
                ? Thread.ofPlatform().name("plugin-", 0).daemon().factory()
                : Thread.ofVirtual().factory();
    }

    /// Whether the backend was added to the package.
    public static boolean isPlugin(BackendProvider provider) {
        var layer = provider.getClass().getModule().getLayer();
        return layer != null && layer != ModuleLayer.boot();
    }

    @Override
    public void close() {
        close(provider, backend);
    }

    private static void close(BackendProvider provider, Backend backend) {
        try {
            var _ = Patience.call("close-" + provider.name(), FAREWELL, () -> {
                backend.close();
                return backend;
            });
        } catch (ExecutionException e) {
            LOG.atWarn()
                    .setCause(e.getCause())
                    .addKeyValue("backend", provider.name())
                    .log("a backend failed at its end");
        } catch (TimeoutException _) {
            LOG.atWarn()
                    .addKeyValue("backend", provider.name())
                    .log("a backend does not come back from its end: it is left behind");
        } catch (InterruptedException _) {
            LOG.atWarn()
                    .addKeyValue("backend", provider.name())
                    .log("the end of a backend was not waited for: it is left behind");
            Thread.currentThread().interrupt();
        }
    }
}
