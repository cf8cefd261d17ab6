package org.moorage.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.plugin.Refusal;

/// The life of an NFS share of Manila, through a controller and two nodes, each a server of its own.
final class ShareScene implements Scene {
    private static final String DRIVER = "nfs.manila.csi.openstack.org";

    private final DemoCloud cloud;
    private final ShareOnlooker onlooker;
    private final Mounting mounting;
    private final Opened opened = new Opened();
    private final List<Plugin> plugins = new ArrayList<>();
    private final boolean attaches;
    private final ShareWalk walk;

    /// How a node comes by a share's files here.
    private enum Mounting {
        /// The kernel mounts it from its server.
        REAL,
        /// Nobody exports it: its directory is bound.
        STAND_IN,
        NONE
    }

    /// @param home      the package to show
    /// @param directory an empty directory for the demo's own files
    ShareScene(DemoCloud cloud, Path home, Path directory, String prefix) {
        this.cloud = cloud;
        try {
            onlooker = opened.keep(new ShareOnlooker(cloud.cloudConfig()));
            mounting = mounting();
            attaches = cloud.nodes().stream().allMatch(DemoCloud.Node::hasAddress);
            var launcher = home.resolve("bin/manila-csi-plugin");
            var controller = started(
                    launcher,
                    "controller",
                    directory,
                    Stream.of(
                            "--provide-node-service=false",
                            "--cluster-id=moorage-demo",
                            "--attach-required=" + attaches,
                            "--cloud-config=" + cloud.cloudConfig()));
            var forward = forward(directory);
            var nodes = new ArrayList<ShareWalk.NodePlugin>();
            for (var node : cloud.nodes()) {
                var name = "node-" + (nodes.size() + 1);
                var plugin = started(
                        launcher,
                        name,
                        directory,
                        Stream.concat(
                                Stream.of("--provide-controller-service=false"),
                                Stream.concat(forward.stream(), node.identity().stream())));
                nodes.add(new ShareWalk.NodePlugin(
                        plugin.csi(), new Kubelet(plugin.csi(), directory.resolve("kubelet-" + nodes.size()))));
            }
            if (nodes.size() < 2) {
                throw new Refusal("a share is shown on two nodes, and the project has " + nodes.size()
                        + " servers that could play them: make more, or name one by --instance-id");
            }
            walk = new ShareWalk(
                    controller.csi(),
                    new Sidecars(controller.csi(), attaches ? Map.of() : Map.of("nfs-shareClient", "127.0.0.1")),
                    nodes,
                    onlooker,
                    mounting != Mounting.NONE,
                    attaches,
                    prefix);
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private Mounting mounting() {
        if (!NodeDevices.mayMount()) {
            return Mounting.NONE;
        }
        if (cloud.played()) {
            return Mounting.STAND_IN;
        }
        return Files.isExecutable(Path.of("/sbin/mount.nfs")) ? Mounting.REAL : Mounting.NONE;
    }

    private List<String> forward(Path directory) {
        if (mounting != Mounting.STAND_IN) {
            return List.of();
        }
        var socket = directory.resolve("partner.sock");
        opened.keep(new StandIn(socket, directory.resolve("ceph")));
        return List.of("--fwdendpoint=unix://" + socket);
    }

    private Plugin started(Path launcher, String name, Path directory, Stream<String> arguments) {
        var all = Stream.concat(
                        Stream.of("--drivername=" + DRIVER, "--share-protocol-selector=NFS", "--v=4"), arguments)
                .toList();
        var plugin = opened.keep(Plugin.of(ServerProcess.start(launcher, name, all, directory)));
        plugins.add(plugin);
        return plugin;
    }

    @Override
    public List<String> remarks() {
        var remarks = new ArrayList<String>();
        if (!attaches) {
            remarks.add("Nova tells no address of the servers that play the nodes, so none can be granted the share:"
                    + " its class lets this machine in instead");
        }
        remarks.add(
                switch (mounting) {
                    case REAL -> "the nodes mount the share themselves, by this machine's kernel";
                    case STAND_IN ->
                        "no file server exports the shares of this cloud, so nothing is mounted over a network:"
                                + " a partner plugin stands in (--fwdendpoint) and binds the share's directory";
                    case NONE ->
                        "nothing can mount NFS here (it takes root, a mount namespace and mount.nfs):"
                                + " the controller's part alone is shown";
                });
        return remarks;
    }

    @Override
    public List<Plugin> plugins() {
        return plugins;
    }

    @Override
    public List<Step> steps() {
        return walk.steps();
    }

    @Override
    public void undo() {
        walk.undo();
    }

    @Override
    public Optional<Long> requests() {
        return cloud.requests().map(all -> all - onlooker.requests());
    }

    @Override
    public void close() {
        opened.close();
    }
}
