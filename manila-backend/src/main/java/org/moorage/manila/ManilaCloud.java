package org.moorage.manila;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.compute.Servers;
import org.moorage.openstack.session.Cloud;
import org.moorage.openstack.sharedfilesystem.AccessRuleStates;
import org.moorage.openstack.sharedfilesystem.AccessRules;
import org.moorage.openstack.sharedfilesystem.ExportLocations;
import org.moorage.openstack.sharedfilesystem.Messages;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareGroupSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareGroupSnapshotStates;
import org.moorage.openstack.sharedfilesystem.ShareGroupSnapshots;
import org.moorage.openstack.sharedfilesystem.ShareNames;
import org.moorage.openstack.sharedfilesystem.ShareRules;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareSnapshotStates;
import org.moorage.openstack.sharedfilesystem.ShareSnapshots;
import org.moorage.openstack.sharedfilesystem.ShareStates;
import org.moorage.openstack.sharedfilesystem.ShareTypes;
import org.moorage.openstack.sharedfilesystem.SharedFileSystem;
import org.moorage.openstack.sharedfilesystem.Shares;
import org.moorage.openstack.watch.StatusWatch;
import org.moorage.openstack.zone.AvailabilityZones;

/// One cloud as the roles use it.
///
/// @param shares         Manila's shares
/// @param names          shares by their names
/// @param rules          who may mount them
/// @param locations      where they can be mounted from
/// @param snapshots      snapshots of shares
/// @param groupSnapshots snapshots of share groups
/// @param types          share types
/// @param messages       what Manila says about what went wrong
/// @param servers        Nova's servers
/// @param shareWatch     waits for shares and for their rules
/// @param rulesWatch     waits for the rules of shares, one by one
/// @param snapshotWatch  waits for snapshots
/// @param groupSnapshotWatch waits for snapshots of share groups
/// @param zones          Nova's availability zones
/// @param project        tells the id of the project, if it is known
/// @param manila         Manila as a whole
record ManilaCloud(
        Shares shares,
        ShareNames names,
        AccessRules rules,
        ExportLocations locations,
        ShareSnapshots snapshots,
        ShareGroupSnapshots groupSnapshots,
        ShareTypes types,
        Messages messages,
        Servers servers,
        StatusWatch<Share> shareWatch,
        StatusWatch<ShareRules> rulesWatch,
        StatusWatch<ShareSnapshot> snapshotWatch,
        StatusWatch<ShareGroupSnapshot> groupSnapshotWatch,
        AvailabilityZones zones,
        Supplier<Optional<String>> project,
        SharedFileSystem manila) {
    /// What calls wait for in this cloud.
    List<StatusReport.Wait> waits() {
        return Stream.of(shareWatch, rulesWatch, snapshotWatch, groupSnapshotWatch)
                .flatMap(watch -> watch.underWay().stream())
                .toList();
    }

    /// The cloud of that session.
    static ManilaCloud of(Cloud cloud, Surroundings surroundings) {
        var clock = surroundings.clock();
        var meters = surroundings.meters();
        var manila = new SharedFileSystem(cloud.sharedFileSystem(), clock);
        return new ManilaCloud(
                manila.shares(),
                new ShareNames(manila.shares(), clock),
                manila.accessRules(),
                manila.exportLocations(),
                manila.snapshots(),
                manila.groupSnapshots(),
                manila.types(),
                manila.messages(),
                new Servers(cloud.compute()),
                new StatusWatch<>(new ShareStates(manila.shares()), clock, meters),
                new StatusWatch<>(new AccessRuleStates(manila.accessRules(), clock), clock, meters),
                new StatusWatch<>(new ShareSnapshotStates(manila.snapshots()), clock, meters),
                new StatusWatch<>(new ShareGroupSnapshotStates(manila.groupSnapshots()), clock, meters),
                new AvailabilityZones(cloud.compute()),
                cloud::project,
                manila);
    }
}
