package org.moorage.server.command;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;
import org.moorage.server.plugin.Backends;

/// A new backend as a Maven module in a directory of its own: what `new-backend` writes. It is made of the files below
/// `new-backend/`, which are a backend `my-store` of the group `org.example`.
///
/// @param name  what the backend is called
/// @param group whose it is: the group of its artifact, and the domain of its driver's name, the other way round
record NewBackend(String name, String group) {
    /// The option that says whose it is.
    static final Option GROUP = new Option(
            "group",
            Option.Kind.TEXT,
            "org.example",
            "Whose the backend is: a domain of your own from its end, for its package, artifact and driver's name");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)+");
    private static final int LONGEST_DRIVER = 63;

    private static final Pattern WORD =
            Pattern.compile("org\\.example\\.mystore|my-store\\.example\\.org|org\\.example|my-store");

    private static final String PACKAGE = "org/example/mystore";

    /// Its files, as they are called in the backend `my-store`.
    static final List<String> FILES = List.of(
            "pom.xml",
            "src/main/java/module-info.java",
            "src/main/java/" + PACKAGE + "/Store.java",
            "src/main/java/" + PACKAGE + "/StoreProvider.java",
            "src/main/java/" + PACKAGE + "/Volumes.java",
            "src/test/java/" + PACKAGE + "/VolumesTest.java");

    /// @throws UsageError if a backend cannot be called so, or not be of that group
    NewBackend {
        if (!NAME.matcher(name).matches()) {
            throw new UsageError("'" + name + "' is no name for a backend: write lower-case letters, digits and single"
                    + " hyphens, a letter first, such as my-store");
        }
        if (!DOMAIN.matcher(group).matches()) {
            throw new UsageError(
                    "--group=" + group + " is no group: write a domain of your own from its end, lower-case"
                            + " letters, digits and dots, such as com.example.storage");
        }
        var driver = driver(name, group);
        if (driver.length() > LONGEST_DRIVER) {
            throw new UsageError("the driver would be called " + driver + ", which has more than " + LONGEST_DRIVER
                    + " characters: choose a shorter name");
        }
        if (!isPackage(packageOf(name, group))) {
            throw new UsageError(
                    "'" + packageOf(name, group) + "' is no package of Java, since a word of its language is"
                            + " a part of it: choose another name");
        }
    }

    /// What was asked for.
    ///
    /// @throws UsageError if a backend cannot be called so, or another is
    static NewBackend of(String name, Settings given, Backends installed) {
        if (installed.all().stream().anyMatch(backend -> backend.name().equals(name))) {
            throw new UsageError("a backend called '" + name + "' is installed: choose another name");
        }
        return new NewBackend(name, given.text(GROUP.name()).orElse(GROUP.fallback()));
    }

    private static boolean isPackage(String name) {
        try {
            return ModuleDescriptor.newModule(name).build().name().equals(name);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String packageOf(String name, String group) {
        return group + "." + name.replace("-", "");
    }

    private static String driver(String name, String group) {
        var labels = new ArrayList<>(List.of(group.split("\\.")));
        Collections.reverse(labels);
        return name + "." + String.join(".", labels);
    }

    /// Writes it to a directory of its name, whole or not at all, and tells what to do with it.
    ///
    /// @param place where that directory shall be
    /// @throws Refusal something of that name is there, or nothing can be written
    void write(Path place, PrintStream out) {
        var target = place.resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(target + " is there already: choose another name, or work in another directory");
        }
        if (!Files.isWritable(place)) {
            throw new Refusal(place + " cannot be written to: work in a directory of your own");
        }
        var half = place.resolve("." + name + "-" + UUID.randomUUID());
        try {
            try {
                for (var file : FILES) {
                    write(file, half);
                }
                Files.move(half, target);
            } finally {
                delete(half);
            }
        } catch (IOException e) {
            throw new Refusal(target + " cannot be made: " + e.getMessage(), e);
        }
        out.println("""
                %s holds a backend whose volumes are files. It builds, and passes its tests, with Maven on a JDK 25
                once the artifacts of Moorage are in ~/.m2 (docs/writing-a-backend.md tells how):

                    mvn -f %s/pom.xml package

                It is in use once its jar lies in plugins/%s/ of a package:

                    moorage serve --driver=%s --directory=DIR --provide-node-service=false --endpoint=unix:///tmp/csi.sock

                Put your storage in the place of Store, then fill further roles: docs/writing-a-backend.md.\
                """.formatted(target, name, name, name));
    }

    private void write(String file, Path directory) throws IOException {
        var path =
                directory.resolve(file.replace(PACKAGE, packageOf(name, group).replace('.', '/')));
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, ours(template(file)));
    }

    private String ours(String text) {
        var words = Map.of(
                "org.example.mystore",
                packageOf(name, group),
                "my-store.example.org",
                driver(name, group),
                "org.example",
                group,
                "my-store",
                name);
        return WORD.matcher(text).replaceAll(match -> words.getOrDefault(match.group(), match.group()));
    }

    private static String template(String file) throws IOException {
        try (var stream = Objects.requireNonNull(NewBackend.class.getResourceAsStream("new-backend/" + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
