package org.moorage.server.plugin;

import java.util.List;
import java.util.function.Predicate;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.plugin.Role;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.csi.v1.ControllerServiceCapability;
import org.moorage.csi.v1.GroupControllerServiceCapability;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.csi.v1.PluginCapability;

/// The one table from roles to the capabilities that CSI knows. It is the same for the controller's and the
/// node's process, since callers of both read it.
public final class Capabilities {
    private static final List<Row<ControllerServiceCapability.RPC.Type>> CONTROLLER = List.of(
            row(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME, VolumeProvisioner.class),
            row(ControllerServiceCapability.RPC.Type.CLONE_VOLUME, VolumeCloner.class),
            row(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME, VolumeExpander.class),
            row(ControllerServiceCapability.RPC.Type.MODIFY_VOLUME, VolumeModifier.class),
            row(ControllerServiceCapability.RPC.Type.GET_CAPACITY, CapacityReporter.class),
            row(ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME, VolumeAttacher.class),
            row(ControllerServiceCapability.RPC.Type.LIST_VOLUMES, VolumeCatalog.class),
            row(ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES, VolumeCatalog.class),
            row(ControllerServiceCapability.RPC.Type.GET_VOLUME, VolumeCatalog.class),
            row(ControllerServiceCapability.RPC.Type.VOLUME_CONDITION, VolumeHealth.class),
            row(ControllerServiceCapability.RPC.Type.GET_VOLUME_HEALTH, VolumeHealth.class),
            row(ControllerServiceCapability.RPC.Type.LIST_VOLUME_HEALTH, VolumeHealth.class),
            row(ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT, SnapshotProvisioner.class),
            row(ControllerServiceCapability.RPC.Type.LIST_SNAPSHOTS, SnapshotCatalog.class),
            row(ControllerServiceCapability.RPC.Type.GET_SNAPSHOT, SnapshotCatalog.class),
            // The node agent tells the two kinds of single-node writers apart, so both sides say so.
            row(ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER, NodeAccessResolver.class));

    private static final List<Row<GroupControllerServiceCapability.RPC.Type>> GROUP_CONTROLLER = List.of(row(
            GroupControllerServiceCapability.RPC.Type.CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT, GroupSnapshots.class));

    private static final List<Row<NodeServiceCapability.RPC.Type>> NODE = List.of(
            row(NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME, NodeAccessResolver.class),
            row(NodeServiceCapability.RPC.Type.GET_VOLUME_STATS, NodeAccessResolver.class),
            new Row<>(
                    NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
                    roles -> roles.has(NodeAccessResolver.class) && roles.has(VolumeExpander.class)),
            // The node agent examines whatever it stages, of whichever backend.
            row(NodeServiceCapability.RPC.Type.VOLUME_CONDITION, NodeAccessResolver.class),
            row(NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH, NodeAccessResolver.class),
            row(NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER, NodeAccessResolver.class));

    private Capabilities() {}

    /// What the controller service announces.
    public static List<ControllerServiceCapability> controller(Roles roles) {
        return met(CONTROLLER, roles).stream()
                .map(type -> ControllerServiceCapability.newBuilder()
                        .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type))
                        .build())
                .toList();
    }

    /// What the group controller service announces.
    public static List<GroupControllerServiceCapability> groupController(Roles roles) {
        return met(GROUP_CONTROLLER, roles).stream()
                .map(type -> GroupControllerServiceCapability.newBuilder()
                        .setRpc(GroupControllerServiceCapability.RPC
                                .newBuilder()
                                .setType(type))
                        .build())
                .toList();
    }

    /// What the node service announces.
    public static List<NodeServiceCapability> node(Roles roles) {
        return met(NODE, roles).stream()
                .map(type -> NodeServiceCapability.newBuilder()
                        .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))
                        .build())
                .toList();
    }

    /// What the identity service announces.
    ///
    /// @param topologyAware whether volumes are not reachable from every node alike
    public static List<PluginCapability> plugin(Roles roles, boolean topologyAware) {
        var table = List.of(
                new Row<>(
                        service(PluginCapability.Service.Type.CONTROLLER_SERVICE),
                        has -> !controller(has).isEmpty()),
                new Row<>(
                        service(PluginCapability.Service.Type.GROUP_CONTROLLER_SERVICE),
                        has -> !groupController(has).isEmpty()),
                new Row<>(service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS), _ -> topologyAware),
                row(expansion(PluginCapability.VolumeExpansion.Type.ONLINE), VolumeExpander.class),
                row(expansion(PluginCapability.VolumeExpansion.Type.OFFLINE), VolumeExpander.class));
        return met(table, roles);
    }

    private static <T> List<T> met(List<Row<T>> table, Roles roles) {
        return table.stream()
                .filter(row -> row.announced().test(roles))
                .map(Row::capability)
                .toList();
    }

    private static <T> Row<T> row(T capability, Class<? extends Role> role) {
        return new Row<>(capability, roles -> roles.has(role));
    }

    private static PluginCapability service(PluginCapability.Service.Type type) {
        return PluginCapability.newBuilder()
                .setService(PluginCapability.Service.newBuilder().setType(type))
                .build();
    }

    private static PluginCapability expansion(PluginCapability.VolumeExpansion.Type type) {
        return PluginCapability.newBuilder()
                .setVolumeExpansion(
                        PluginCapability.VolumeExpansion.newBuilder().setType(type))
                .build();
    }

    private record Row<T>(T capability, Predicate<Roles> announced) {}
}
