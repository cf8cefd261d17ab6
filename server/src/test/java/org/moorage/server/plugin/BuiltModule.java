package org.moorage.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.moorage.api.plugin.BackendProvider;

/// A module that is compiled and packed by the JDK's own tools.
public final class BuiltModule {
    private final Path home;
    private final Path sources;
    private final List<Path> path = new ArrayList<>(List.of(spi()));
    private final String name;

    public BuiltModule(Path home, String name) throws IOException {
        this.home = home;
        this.name = name;
        this.sources = Files.createDirectories(home.resolve("src-" + System.nanoTime()));
    }

    public BuiltModule source(String file, String text) throws IOException {
        Files.createDirectories(sources.resolve(file).getParent());
        Files.writeString(sources.resolve(file), text);
        return this;
    }

    public BuiltModule on(Path jar) {
        path.add(jar);
        return this;
    }

    /// Against the SPI that lies there, in the place of ours.
    BuiltModule against(Path otherSpi) {
        path.set(0, otherSpi);
        return this;
    }

    public Path jar(Path directory, String version) throws IOException {
        return compiled(directory, version, List.of("-p", joined(path), "--module-version", version));
    }

    public Path jarOfNoModule(Path directory, String version) throws IOException {
        return compiled(directory, version, List.of());
    }

    private Path compiled(Path directory, String version, List<String> options) throws IOException {
        var classes = Files.createDirectories(home.resolve("classes-" + System.nanoTime()));
        var arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.addAll(options);
        try (var files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        tool("javac", arguments);
        var jar = Files.createDirectories(directory).resolve(name + "-" + version + ".jar");
        tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private static String joined(List<Path> path) {
        return String.join(":", path.stream().map(Path::toString).toList());
    }

    static void tool(String name, List<String> arguments) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        var code = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(code).as(text.toString()).isZero();
    }

    static Path spi() {
        try {
            return Path.of(BackendProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
