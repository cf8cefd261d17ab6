package org.moorage.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// An OpenStack that the demo brings with it.
final class EmbeddedCloud implements DemoCloud {
    private static final int FIRST_HOST = 11;
    private static final Duration STATE_TIME = Duration.ofMillis(200);

    private final Emulator emulator;
    private final Path cloudConfig;
    private final Onlooker onlooker;

    private EmbeddedCloud(Emulator emulator, Path cloudConfig, Onlooker onlooker) {
        this.emulator = emulator;
        this.cloudConfig = cloudConfig;
        this.onlooker = onlooker;
    }

    /// Starts a cloud.
    ///
    /// @param directory where the cloud keeps its volumes
    static EmbeddedCloud start(Path directory) {
        try {
            var emulator = Emulator.start(
                    EmulatorSettings.defaults(directory.resolve("cloud")).stateTime(STATE_TIME));
            for (var i = 0; i < emulator.servers().size(); i++) {
                emulator.connectServer(emulator.servers().get(i).id(), "private", "10.0.0." + (FIRST_HOST + i));
            }
            var cloudConfig = Files.writeString(directory.resolve("cloud.conf"), emulator.cloudConf());
            return new EmbeddedCloud(emulator, cloudConfig, Onlooker.of(cloudConfig));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String description() {
        return "an OpenStack in memory at " + emulator.authUrl() + ", states that take " + STATE_TIME.toMillis()
                + " ms";
    }

    @Override
    public Path cloudConfig() {
        return cloudConfig;
    }

    @Override
    public Optional<Node> node() {
        return nodes().stream().findFirst();
    }

    @Override
    public List<Node> nodes() {
        return emulator.servers().stream()
                .limit(2)
                .map(server -> new Node(server.id(), server.zone(), Optional.of(emulator.byId(server.id())), true))
                .toList();
    }

    @Override
    public boolean played() {
        return true;
    }

    @Override
    public Onlooker onlooker() {
        return onlooker;
    }

    @Override
    public Optional<Long> requests() {
        return Optional.of(emulator.requests().size() - onlooker.requests());
    }

    @Override
    public void close() {
        onlooker.close();
        try {
            emulator.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
