package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// How the modules of the package depend on each other: the arrows of the architecture, and no other.
class ModulesIT {
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "org.moorage.api", Set.of(),
            "org.moorage.csi", Set.of(),
            "org.moorage.tls", Set.of(),
            "org.moorage.openstack", Set.of("org.moorage.api", "org.moorage.tls"),
            "org.moorage.cinder", Set.of("org.moorage.api", "org.moorage.openstack"),
            "org.moorage.manila", Set.of("org.moorage.api", "org.moorage.openstack"),
            "org.moorage.node", Set.of("org.moorage.api"),
            "org.moorage.server", Set.of("org.moorage.api", "org.moorage.csi", "org.moorage.node", "org.moorage.tls"),
            "org.moorage.emulator", Set.of(),
            "org.moorage.demo", Set.of("org.moorage.csi", "org.moorage.emulator", "org.moorage.openstack"));

    private static final Map<String, ModuleDescriptor> OURS =
            ModuleFinder.of(PackageUnderTest.HOME.resolve("lib")).findAll().stream()
                    .map(ModuleReference::descriptor)
                    .filter(module -> module.name().startsWith("org.moorage"))
                    .collect(Collectors.toMap(ModuleDescriptor::name, module -> module));

    @Test
    void eachOfOursIsNamedAndExplicit() {
        assertThat(OURS.keySet()).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
        assertThat(OURS.values()).noneMatch(ModuleDescriptor::isAutomatic);
    }

    @Test
    void arrowsAreTheArchitectures() {
        var drawn = new TreeMap<String, Set<String>>();
        OURS.values()
                .forEach(module -> drawn.put(
                        module.name(),
                        module.requires().stream()
                                .map(Requires::name)
                                .filter(name -> name.startsWith("org.moorage"))
                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(drawn).isEqualTo(new TreeMap<>(ARROWS));
    }

    @Test
    void apiNeedsNothingButTheJdk() {
        var needed = OURS.get("org.moorage.api").requires().stream()
                .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name);

        assertThat(needed).containsExactly("java.base");
    }

    @Test
    void protobufAndGrpcStayOutOfBackends() {
        for (var name : Set.of(
                "org.moorage.api",
                "org.moorage.openstack",
                "org.moorage.cinder",
                "org.moorage.manila",
                "org.moorage.node")) {
            assertThat(OURS.get(name).requires())
                    .as(name)
                    .noneMatch(required -> required.name().startsWith("io.grpc")
                            || required.name().startsWith("com.google.protobuf"));
        }
    }
}
