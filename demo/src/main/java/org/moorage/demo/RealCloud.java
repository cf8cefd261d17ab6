package org.moorage.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.http.OpenStackError;

/// An OpenStack that was there before the demo.
final class RealCloud implements DemoCloud {
    private final Path cloudConfig;
    private final Onlooker onlooker;
    private final Optional<Node> node;

    private RealCloud(Path cloudConfig, Onlooker onlooker, Optional<String> instanceId) {
        this.cloudConfig = cloudConfig;
        this.onlooker = onlooker;
        this.node = instanceId.map(this::named).or(this::besideConfig);
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
                + node.map(server -> ", node " + server.id()).orElse(", on the server this runs on");
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
                .map(server -> new Node(server.id(), server.zone(), Optional.empty()));
        return Stream.concat(node.stream(), others).limit(2).toList();
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
                .map(server ->
                        new Node(id, server.zone(), Optional.of(devices(id)).filter(Files::isDirectory)))
                .orElseThrow(() -> new Refusal("--instance-id: the project of " + cloudConfig + " has no server " + id
                        + "; name one that 'openstack server list' shows"));
    }

    /// A server whose devices are shown beside the configuration, as a cloud on this very machine does it.
    private Optional<Node> besideConfig() {
        if (!Files.isDirectory(cloudConfig.resolveSibling("nodes"))) {
            return Optional.empty();
        }
        return onlooker.servers().stream()
                .filter(server -> server.status().equals("ACTIVE"))
                .findFirst()
                .map(server -> new Node(server.id(), server.zone(), Optional.of(devices(server.id()))));
    }

    private Path devices(String serverId) {
        return cloudConfig.resolveSibling("nodes").resolve(serverId).resolve("disk/by-id");
    }
}
