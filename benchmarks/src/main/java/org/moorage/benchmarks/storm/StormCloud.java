package org.moorage.benchmarks.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.Server;
import org.moorage.emulator.ShareSettings;

/// The cloud of one storm: so many servers that none is ever full, and a quota that nobody meets.
final class StormCloud implements AutoCloseable {
    /// Far below what a server takes.
    private static final int VOLUMES_PER_SERVER = 5;

    private static final int UNLIMITED = -1;

    private final Emulator emulator;
    private final Path directory;
    private final Path cloudConf;
    private final List<String> nodes;

    private StormCloud(Emulator emulator, Path directory, Path cloudConf, List<String> nodes) {
        this.emulator = emulator;
        this.directory = directory;
        this.cloudConf = cloudConf;
        this.nodes = List.copyOf(nodes);
    }

    /// @param directory the cloud's own, deleted with it
    static StormCloud start(StormSettings settings, Path directory) throws IOException {
        var defaults = EmulatorSettings.defaults(directory.resolve("cloud"));
        var limits = new EmulatorSettings.Limits(
                UNLIMITED,
                UNLIMITED,
                UNLIMITED,
                defaults.limits().volumesPerServer(),
                defaults.limits().page());
        var emulator = Emulator.start(defaults.devices(false)
                .requestLatency(settings.requestLatency())
                .stateTime(settings.stateTime())
                .limits(limits)
                .shares(ShareSettings.defaults()
                        .limits(new ShareSettings.Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED))));
        var nodes = new ArrayList<>(emulator.servers().stream().map(Server::id).toList());
        var zone = emulator.servers().getFirst().zone();
        while (nodes.size() * VOLUMES_PER_SERVER < settings.concurrency()) {
            nodes.add(emulator.addServer("storm-node-" + nodes.size(), zone).id());
        }
        var cloudConf = Files.writeString(directory.resolve("cloud.conf"), emulator.cloudConf());
        return new StormCloud(emulator, directory, cloudConf, nodes);
    }

    Emulator emulator() {
        return emulator;
    }

    Path cloudConf() {
        return cloudConf;
    }

    /// The server to which one caller attaches its volumes, one at a time.
    String node(int caller) {
        return nodes.get(caller % nodes.size());
    }

    @Override
    public void close() throws IOException {
        emulator.close();
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
