package org.moorage.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.plugin.Refusal;

/// The life of a volume of Cinder, through one server that is controller and node.
final class VolumeScene implements Scene {
    private final DemoCloud cloud;
    private final boolean mounts = NodeDevices.mayMount();
    private final Plugin plugin;
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
        var arguments =
                new ArrayList<>(List.of("--cloud-config=" + cloud.cloudConfig(), "--cluster=moorage-demo", "--v=4"));
        cloud.node().ifPresent(node -> arguments.addAll(node.identity()));
        plugin = Plugin.of(ServerProcess.start(home.resolve("bin/cinder-csi-plugin"), "csi", arguments, directory));
        walk = new Walk(
                plugin.csi(),
                cloud,
                new Sidecars(plugin.csi(), Map.of()),
                new Kubelet(plugin.csi(), directory.resolve("kubelet")),
                mounts,
                prefix);
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
        return List.of(plugin);
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
        plugin.close();
    }
}
