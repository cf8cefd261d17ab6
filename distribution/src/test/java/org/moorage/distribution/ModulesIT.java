package org.moorage.distribution;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the modules of the package depend on each other: the arrows of the architecture, and no other.
class ModulesIT {
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("org.moorage.api", Set.of()),
            entry("org.moorage.csi", Set.of()),
            entry("org.moorage.tls", Set.of()),
            entry("org.moorage.openstack", Set.of("org.moorage.api", "org.moorage.tls")),
            entry("org.moorage.openstack.blockstorage", Set.of("org.moorage.openstack")),
            entry("org.moorage.openstack.sharedfilesystem", Set.of("org.moorage.openstack")),
            entry("org.moorage.cinder", Set.of("org.moorage.api", "org.moorage.openstack.blockstorage")),
            entry("org.moorage.manila", Set.of("org.moorage.api", "org.moorage.openstack.sharedfilesystem")),
            entry("org.moorage.node", Set.of("org.moorage.api")),
            entry(
                    "org.moorage.server",
                    Set.of("org.moorage.api", "org.moorage.csi", "org.moorage.node", "org.moorage.tls")),
            entry("org.moorage.emulator", Set.of()),
            entry(
                    "org.moorage.demo",
                    Set.of("org.moorage.csi", "org.moorage.emulator", "org.moorage.openstack.sharedfilesystem")));

    private static final ModuleFinder LIB = ModuleFinder.of(PackageUnderTest.HOME.resolve("lib"));

    private static final Map<String, ModuleDescriptor> OURS = LIB.findAll().stream()
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
                "org.moorage.openstack.blockstorage",
                "org.moorage.openstack.sharedfilesystem",
                "org.moorage.cinder",
                "org.moorage.manila",
                "org.moorage.node")) {
            assertThat(OURS.get(name).requires())
                    .as(name)
                    .noneMatch(required -> required.name().startsWith("io.grpc")
                            || required.name().startsWith("com.google.protobuf"));
        }
    }

    /// What a package of one backend holds, for `-Dbackends`: the server, the backend, and all that these need.
    @ParameterizedTest
    @CsvSource({
        "org.moorage.cinder, '[Mm]anila|sharedfilesystem|/Share[A-Z]'",
        "org.moorage.manila, '[Cc]inder|blockstorage/|/Volume(Wire|States)'"
    })
    void oneBackendNeedsNoClassOfTheOther(String backend, String others) throws IOException {
        var needed = Configuration.empty()
                .resolve(
                        ModuleFinder.compose(LIB, ModuleFinder.ofSystem()),
                        ModuleFinder.of(),
                        Set.of("org.moorage.server", backend))
                .modules();
        var other = Pattern.compile(others);
        var classes = new ArrayList<String>();
        for (var module : needed) {
            if (module.name().startsWith("org.moorage")) {
                try (var reader = module.reference().open()) {
                    reader.list().filter(name -> name.endsWith(".class")).forEach(classes::add);
                }
            }
        }

        assertThat(classes)
                .hasSizeGreaterThan(500)
                .noneMatch(name -> other.matcher(name).find());
    }
}
