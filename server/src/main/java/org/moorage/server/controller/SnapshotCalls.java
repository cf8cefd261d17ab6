package org.moorage.server.controller;

import jakarta.inject.Inject;
import java.util.Optional;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateSnapshotResponse;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteSnapshotResponse;
import org.moorage.csi.v1.GetSnapshotRequest;
import org.moorage.csi.v1.GetSnapshotResponse;
import org.moorage.csi.v1.ListSnapshotsRequest;
import org.moorage.csi.v1.ListSnapshotsResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Outgoing;
import org.moorage.server.rpc.Promises;

/// The calls about snapshots.
final class SnapshotCalls {
    private final Roles roles;
    private final Locks locks;
    private final CallDeadlines deadlines;

    @Inject
    SnapshotCalls(Roles roles, Locks locks, CallDeadlines deadlines) {
        this.roles = roles;
        this.locks = locks;
        this.deadlines = deadlines;
    }

    CreateSnapshotResponse create(CreateSnapshotRequest request) {
        var provisioner = roles.require(SnapshotProvisioner.class);
        var name = new SnapshotName(request.getName());
        if (request.getSourceVolumeId().isBlank()) {
            throw new Failure.Invalid("source_volume_id is missing");
        }
        var spec = new SnapshotSpec(
                name,
                new VolumeId(request.getSourceVolumeId()),
                request.getParametersMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.SNAPSHOT_NAME, name.value())) {
            return CreateSnapshotResponse.newBuilder()
                    .setSnapshot(Outgoing.snapshot(Promises.taken(spec, provisioner.create(spec, deadlines.current()))))
                    .build();
        }
    }

    DeleteSnapshotResponse delete(DeleteSnapshotRequest request) {
        var provisioner = roles.require(SnapshotProvisioner.class);
        var id = new SnapshotId(request.getSnapshotId());
        try (var _ = locks.hold(Locks.Subject.SNAPSHOT, id.value())) {
            provisioner.delete(id, Secrets.of(request.getSecretsMap()), deadlines.current());
            return DeleteSnapshotResponse.getDefaultInstance();
        }
    }

    ListSnapshotsResponse list(ListSnapshotsRequest request) {
        var catalog = roles.require(SnapshotCatalog.class);
        var wanted = Incoming.page(request.getMaxEntries(), request.getStartingToken());
        var secrets = Secrets.of(request.getSecretsMap());
        var source = Incoming.given(request.getSourceVolumeId()).map(VolumeId::new);
        var id = Incoming.given(request.getSnapshotId()).map(SnapshotId::new);
        var page = id.isPresent()
                ? onlyOne(catalog.find(id.get(), secrets, deadlines.current()), source)
                : catalog.list(new SnapshotQuery(source, secrets), wanted, deadlines.current());
        var answer = ListSnapshotsResponse.newBuilder().setNextToken(page.next().orElse(""));
        page.entries()
                .forEach(snapshot -> answer.addEntries(
                        ListSnapshotsResponse.Entry.newBuilder().setSnapshot(Outgoing.snapshot(snapshot))));
        return answer.build();
    }

    private static Page<Snapshot> onlyOne(Optional<Snapshot> found, Optional<VolumeId> source) {
        var matching = found.filter(snapshot -> source.stream().allMatch(snapshot.source()::equals));
        return new Page<>(matching.stream().toList(), Optional.empty());
    }

    GetSnapshotResponse get(GetSnapshotRequest request) {
        var catalog = roles.require(SnapshotCatalog.class);
        var id = new SnapshotId(request.getSnapshotId());
        var found = catalog.find(id, Secrets.of(request.getSecretsMap()), deadlines.current())
                .orElseThrow(() -> new Failure.NotFound("there is no snapshot " + id));
        return GetSnapshotResponse.newBuilder()
                .setSnapshot(Outgoing.snapshot(found))
                .build();
    }
}
