package org.moorage.server.group;

import jakarta.inject.Inject;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeGroupSnapshotResponse;
import org.moorage.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeGroupSnapshotResponse;
import org.moorage.csi.v1.GetVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.GetVolumeGroupSnapshotResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Outgoing;
import org.moorage.server.rpc.Promises;

/// The calls about group snapshots.
final class GroupSnapshotCalls {
    private final Roles roles;
    private final Locks locks;
    private final CallDeadlines deadlines;

    @Inject
    GroupSnapshotCalls(Roles roles, Locks locks, CallDeadlines deadlines) {
        this.roles = roles;
        this.locks = locks;
        this.deadlines = deadlines;
    }

    CreateVolumeGroupSnapshotResponse create(CreateVolumeGroupSnapshotRequest request) {
        var groups = roles.require(GroupSnapshots.class);
        var name = new SnapshotName(request.getName());
        var spec = new GroupSnapshotSpec(
                name,
                request.getSourceVolumeIdsList().stream().map(VolumeId::new).toList(),
                request.getParametersMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.GROUP_SNAPSHOT_NAME, name.value())) {
            return CreateVolumeGroupSnapshotResponse.newBuilder()
                    .setGroupSnapshot(
                            Outgoing.groupSnapshot(Promises.taken(spec, groups.create(spec, deadlines.current()))))
                    .build();
        }
    }

    /// The ids of the members are not needed: they go with the group snapshot.
    DeleteVolumeGroupSnapshotResponse delete(DeleteVolumeGroupSnapshotRequest request) {
        var groups = roles.require(GroupSnapshots.class);
        var id = new GroupSnapshotId(request.getGroupSnapshotId());
        try (var _ = locks.hold(Locks.Subject.GROUP_SNAPSHOT, id.value())) {
            groups.delete(id, Secrets.of(request.getSecretsMap()), deadlines.current());
            return DeleteVolumeGroupSnapshotResponse.getDefaultInstance();
        }
    }

    GetVolumeGroupSnapshotResponse get(GetVolumeGroupSnapshotRequest request) {
        var groups = roles.require(GroupSnapshots.class);
        var id = new GroupSnapshotId(request.getGroupSnapshotId());
        var found = Promises.found(
                        "GroupSnapshots.find",
                        id,
                        groups.find(id, Secrets.of(request.getSecretsMap()), deadlines.current()),
                        GroupSnapshot::id)
                .orElseThrow(() -> new Failure.NotFound("there is no group snapshot " + id));
        return GetVolumeGroupSnapshotResponse.newBuilder()
                .setGroupSnapshot(Outgoing.groupSnapshot(found))
                .build();
    }
}
