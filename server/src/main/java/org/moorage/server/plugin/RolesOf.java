package org.moorage.server.plugin;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Role;

/// Which roles a backend has classes for. It need not be opened for this, and may fill fewer once it is, as its
/// settings say.
public final class RolesOf {
    private static final String CLASS = ".class";

    private RolesOf() {}

    /// The simple names of the roles, in alphabetical order; none for a backend outside of a named module.
    public static Set<String> backend(BackendProvider provider) {
        var module = provider.getClass().getModule();
        var names = new TreeSet<String>();
        reference(module).stream()
                .flatMap(reference -> classes(reference).stream())
                .flatMap(name -> roles(module, name))
                .forEach(names::add);
        return names;
    }

    /// The simple names of the roles that an open backend fills, in alphabetical order.
    static Set<String> open(List<Role> roles) {
        return roles.stream()
                .flatMap(role -> interfaces(role.getClass()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ModuleReference> reference(Module module) {
        return module.getLayer() == null
                ? List.of()
                : module.getLayer().configuration().findModule(module.getName()).stream()
                        .map(ResolvedModule::reference)
                        .toList();
    }

    private static List<String> classes(ModuleReference reference) {
        try (var reader = reference.open();
                var entries = reader.list()) {
            return entries.filter(entry -> entry.endsWith(CLASS) && !entry.startsWith("META-INF/"))
                    .filter(entry -> !entry.equals("module-info" + CLASS))
                    .map(entry ->
                            entry.substring(0, entry.length() - CLASS.length()).replace('/', '.'))
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static Stream<String> roles(Module module, String name) {
        try {
            var type = Class.forName(module, name);
            return type == null || type.isInterface() ? Stream.of() : interfaces(type);
        } catch (LinkageError _) {
            // A class that needs what is not there fills no role.
            return Stream.of();
        }
    }

    private static Stream<String> interfaces(Class<?> type) {
        var here = Stream.of(type.getInterfaces()).flatMap(RolesOf::withParents);
        return type.getSuperclass() == null ? here : Stream.concat(here, interfaces(type.getSuperclass()));
    }

    private static Stream<String> withParents(Class<?> type) {
        var parents = Stream.of(type.getInterfaces()).flatMap(RolesOf::withParents);
        var isRole =
                Role.class.isAssignableFrom(type) && type.getModule() == Role.class.getModule() && type != Role.class;
        return isRole ? Stream.concat(Stream.of(type.getSimpleName()), parents) : parents;
    }
}
