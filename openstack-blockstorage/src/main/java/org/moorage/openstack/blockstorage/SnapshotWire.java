package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Snapshots as they travel: the JSON of `/snapshots`.
final class SnapshotWire {
    private SnapshotWire() {}

    record One(@Nullable Body snapshot) {
        /// The snapshot of the answer.
        ///
        /// @throws OpenStackError if it holds none: the id was no id and led to something else
        BlockSnapshot require(String id) {
            if (snapshot == null) {
                var message = "there is no snapshot '" + id + "'";
                throw new OpenStackError(
                        OpenStackError.Kind.REFUSED, 404, message, Optional.of(message), Optional.empty(), null);
            }
            return snapshot.toSnapshot();
        }
    }

    record Many(@Nullable List<Body> snapshots, @Nullable List<Link> snapshotsLinks) {
        Listing<BlockSnapshot> toListing() {
            var entries = Optional.ofNullable(snapshots).orElse(List.of()).stream()
                    .map(Body::toSnapshot)
                    .toList();
            return new Listing<>(entries, Link.next(snapshotsLinks, entries, BlockSnapshot::id));
        }
    }

    record Body(
            String id,
            @Nullable String name,
            String status,
            String volumeId,
            long size,
            @Nullable Map<String, String> metadata,
            @Nullable String groupSnapshotId,
            @Nullable String createdAt) {
        BlockSnapshot toSnapshot() {
            return new BlockSnapshot(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    SnapshotStatus.of(status),
                    volumeId,
                    Bytes.ofGib(size),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Optional.ofNullable(groupSnapshotId),
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody snapshot) {
        static Create of(NewSnapshot wanted) {
            return new Create(new CreateBody(
                    wanted.volume(), wanted.name(), wanted.description(), wanted.force(), wanted.metadata()));
        }
    }

    record CreateBody(String volumeId, String name, String description, boolean force, Map<String, String> metadata) {}
}
