package org.moorage.cinder;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.blockstorage.Attachments;
import org.moorage.openstack.blockstorage.BackupStates;
import org.moorage.openstack.blockstorage.Backups;
import org.moorage.openstack.blockstorage.BlockBackup;
import org.moorage.openstack.blockstorage.BlockGroup;
import org.moorage.openstack.blockstorage.BlockGroupSnapshot;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.GroupSnapshotStates;
import org.moorage.openstack.blockstorage.GroupSnapshots;
import org.moorage.openstack.blockstorage.GroupStates;
import org.moorage.openstack.blockstorage.Groups;
import org.moorage.openstack.blockstorage.Messages;
import org.moorage.openstack.blockstorage.Pools;
import org.moorage.openstack.blockstorage.Quotas;
import org.moorage.openstack.blockstorage.SnapshotStates;
import org.moorage.openstack.blockstorage.Snapshots;
import org.moorage.openstack.blockstorage.VolumeStates;
import org.moorage.openstack.blockstorage.VolumeTypes;
import org.moorage.openstack.blockstorage.Volumes;
import org.moorage.openstack.compute.Servers;
import org.moorage.openstack.config.ZoneMap;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.watch.SharedRead;
import org.moorage.openstack.watch.StatusWatch;
import org.moorage.openstack.zone.AvailabilityZones;

/// One cloud as the roles use it.
///
/// @param name          its name in the configuration, `""` for the unnamed one
/// @param project       tells the id of the project, if it is known
/// @param volumes       Cinder's volumes
/// @param snapshots     Cinder's snapshots
/// @param backups       Cinder's backups
/// @param kinds         which ids are snapshots and which backups
/// @param groups        Cinder's groups of volumes
/// @param groupSnapshots Cinder's snapshots of groups
/// @param attachments   Cinder's own record of attachments
/// @param messages      what Cinder says about what went wrong
/// @param types         Cinder's volume types
/// @param quotas        what the project may have in Cinder
/// @param pools         what is behind Cinder
/// @param servers       Nova's servers
/// @param zones         its availability zones
/// @param volumeWatch   waits for volumes
/// @param snapshotWatch waits for snapshots
/// @param backupWatch   waits for backups
/// @param groupWatch    waits for groups
/// @param groupSnapshotWatch waits for snapshots of groups
/// @param beingMade     the volumes that are being made
/// @param listing       what a listing holds; whoever has changed a volume outdates it
record CinderCloud(
        String name,
        Supplier<Optional<String>> project,
        Volumes volumes,
        Snapshots snapshots,
        Backups backups,
        SnapshotKinds kinds,
        Groups groups,
        GroupSnapshots groupSnapshots,
        Attachments attachments,
        Messages messages,
        VolumeTypes types,
        Quotas quotas,
        Pools pools,
        Servers servers,
        Zones zones,
        StatusWatch<BlockVolume> volumeWatch,
        StatusWatch<BlockSnapshot> snapshotWatch,
        StatusWatch<BlockBackup> backupWatch,
        StatusWatch<BlockGroup> groupWatch,
        StatusWatch<BlockGroupSnapshot> groupSnapshotWatch,
        SharedRead<List<BlockVolume>> beingMade,
        SharedRead<List<ListedVolume>> listing) {
    /// How long a listing may be answered with again: callers that come together share one.
    private static final Duration LISTING_LIFE = Duration.ofSeconds(3);

    /// What calls wait for in this cloud.
    List<StatusReport.Wait> waits() {
        return Stream.of(volumeWatch, snapshotWatch, backupWatch, groupWatch, groupSnapshotWatch)
                .flatMap(watch -> watch.underWay().stream())
                .toList();
    }

    /// The cloud behind these two services.
    ///
    /// @param plain   whether Cinder knows the oldest versions only
    /// @param zoneMap what the configuration says of its availability zones
    /// @param cluster the cluster's id
    static CinderCloud of(
            String name,
            Supplier<Optional<String>> project,
            Endpoint blockStorage,
            Endpoint compute,
            boolean plain,
            ZoneMap zoneMap,
            String cluster,
            Surroundings surroundings) {
        var clock = surroundings.clock();
        var meters = surroundings.meters();
        var volumes = new Volumes(blockStorage);
        var snapshots = new Snapshots(blockStorage, plain);
        var groups = new Groups(blockStorage);
        var groupSnapshots = new GroupSnapshots(blockStorage);
        var backups = new Backups(blockStorage);
        var attachments = new Attachments(blockStorage);
        var states = new VolumeStates(volumes);
        var listing = new VolumeListing(volumes, attachments, cluster);
        return new CinderCloud(
                name,
                project,
                volumes,
                snapshots,
                backups,
                new SnapshotKinds(),
                groups,
                groupSnapshots,
                attachments,
                new Messages(blockStorage),
                new VolumeTypes(blockStorage),
                new Quotas(blockStorage),
                new Pools(blockStorage),
                new Servers(compute),
                new Zones(zoneMap, new AvailabilityZones(blockStorage), new AvailabilityZones(compute), clock),
                new StatusWatch<>(states, clock, meters),
                new StatusWatch<>(new SnapshotStates(snapshots), clock, meters),
                new StatusWatch<>(new BackupStates(backups), clock, meters),
                new StatusWatch<>(new GroupStates(groups), clock, meters),
                new StatusWatch<>(new GroupSnapshotStates(groupSnapshots), clock, meters),
                new SharedRead<>(states::readBeingMade, Duration.ZERO, clock),
                new SharedRead<>(listing::read, LISTING_LIFE, clock));
    }
}
