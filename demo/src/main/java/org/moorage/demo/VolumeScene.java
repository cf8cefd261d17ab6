package org.moorage.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.plugin.Refusal;

/// The life of a volume of Cinder, through a controller and a node, as in a cluster.
final class VolumeScene implements Scene {
    private final DemoCloud cloud;
    private final boolean mounts = NodeDevices.mayMount();
    private final Opened opened = new Opened();
    private final List<Plugin> plugins;
    private final Walk walk;

    /// @param home      the package to show
    /// @param directory an empty directory for the demo's own files
    VolumeScene(DemoCloud cloud, Path home, Path directory, String prefix) {
        this.cloud = cloud;
        if (cloud.node().isEmpty()) {
            throw new Refusal("this machine is no server of " + cloud.description()
                    + ": say by --instance-id which server it is, or run the demo on one");
        }
        if (mounts) {
            cloud.node().flatMap(DemoCloud.Node::devices).ifPresent(NodeDevices::show);
        }
        var launcher = home.resolve("bin/cinder-csi-plugin");
        try {
            var controller = started(
                    launcher,
                    "controller",
                    directory,
                    List.of(
                            "--provide-node-service=false",
                            "--cloud-config=" + cloud.cloudConfig(),
                            "--cluster=moorage-demo"));
            var node = started(launcher, "node", directory, nodeArguments());
            plugins = List.of(controller, node);
            walk = new Walk(
                    cloud,
                    new Sidecars(controller.csi(), Map.of()),
                    new Kubelet(node.csi(), directory.resolve("kubelet")),
                    mounts,
                    prefix);
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private List<String> nodeArguments() {
        var arguments = new ArrayList<>(List.of("--provide-controller-service=false"));
        cloud.node().ifPresent(node -> arguments.addAll(node.identity()));
        return arguments;
    }

    private Plugin started(Path launcher, String name, Path directory, List<String> arguments) {
        var all = Stream.concat(Stream.of("--v=4"), arguments.stream()).toList();
        return opened.keep(Plugin.of(ServerProcess.start(launcher, name, all, directory)));
    }

    @Override
    public List<String> remarks() {
        return mounts
                ? List.of()
                : List.of("only root may mount, and you are not, or mount namespaces are forbidden here:"
                        + " the controller's part alone is shown");
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
        return cloud.requests();
    }

    @Override
    public void close() {
        opened.close();
    }
}
