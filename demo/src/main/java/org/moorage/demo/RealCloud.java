package org.moorage.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.metadata.InstanceMetadata;

/// An OpenStack that was there before the demo.
final class RealCloud implements DemoCloud {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path cloudConfig;
    private final Onlooker onlooker;
    private final Optional<Node> node;

    private RealCloud(Path cloudConfig, Onlooker onlooker, Optional<String> instanceId) {
        this.cloudConfig = cloudConfig;
        this.onlooker = onlooker;
        this.node = instanceId.map(this::named).or(this::onThisMachine).or(this::thisMachine);
    }

    /// Logs in and finds the server that plays the node.
    ///
    /// @throws Refusal if the configuration is wrong, the login fails, or there is no such server
    static RealCloud connect(Path cloudConfig, Optional<String> instanceId) {
        var onlooker = Onlooker.of(cloudConfig);
        try {
            return new RealCloud(cloudConfig.toAbsolutePath(), onlooker, instanceId);
        } catch (OpenStackError | Refusal failure) {
            onlooker.close();
            throw failure;
        }
    }

    @Override
    public String description() {
        return "the OpenStack of " + cloudConfig
                + node.map(server -> ", node " + server.id()).orElse("");
    }

    @Override
    public Path cloudConfig() {
        return cloudConfig;
    }

    @Override
    public Optional<Node> node() {
        return node;
    }

    @Override
    public List<Node> nodes() {
        var others = onlooker.servers().stream()
                .filter(server -> server.status().equals("ACTIVE"))
                .filter(server -> node.stream().noneMatch(one -> one.id().equals(server.id())))
                .map(this::node);
        return Stream.concat(node.stream(), others).limit(2).toList();
    }

    @Override
    public boolean played() {
        return node.flatMap(Node::devices).isPresent();
    }

    @Override
    public Onlooker onlooker() {
        return onlooker;
    }

    @Override
    public Optional<Long> requests() {
        return Optional.empty();
    }

    @Override
    public void close() {
        onlooker.close();
    }

    private Node named(String id) {
        return onlooker.servers().stream()
                .filter(server -> server.id().equals(id))
                .findFirst()
                .map(this::node)
                .orElseThrow(() -> new Refusal("--instance-id: the project of " + cloudConfig + " has no server " + id
                        + "; name one that 'openstack server list' shows"));
    }

    /// A server whose devices are shown on this very machine: where the emulator says, or beside the configuration.
    private Optional<Node> onThisMachine() {
        return onlooker.servers().stream()
                .filter(server -> server.status().equals("ACTIVE"))
                .map(this::node)
                .filter(one -> one.devices().isPresent())
                .findFirst();
    }

    /// The server that this machine is.
    private Optional<Node> thisMachine() {
        try {
            var clock = InstantSource.system();
            var metadata = CloudConfiguration.read(List.of(cloudConfig)).metadata();
            var id = InstanceMetadata.ofThisHost(metadata, clock).id(Deadline.after(PATIENCE, clock));
            return onlooker.servers().stream()
                    .filter(server -> server.id().equals(id))
                    .findFirst()
                    .map(this::node);
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    private Node node(Onlooker.Server server) {
        var nodes = Optional.of(cloudConfig.resolveSibling("nodes")).filter(Files::isDirectory);
        var devices = server.emulatedDevices()
                .or(() -> nodes.map(all -> all.resolve(server.id()).resolve("disk/by-id")));
        return new Node(server.id(), server.zone(), devices, server.hasAddress());
    }
}
