package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a new share is filled with: nothing, a snapshot, or another share, of which a snapshot
/// `clone-NAME` is taken, used and removed. Whoever repeats the create finds that snapshot by its
/// name and goes on from there.
///
/// @param cloud    where it is
/// @param wanted   what is asked for
/// @param settings what the operator set
/// @param what     what is being done, for messages
/// @param deadline how long it may take
record ShareSource(ManilaCloud cloud, WantedShare wanted, DriverSettings settings, String what, Deadline deadline) {
    private static final Logger LOG = LoggerFactory.getLogger(ShareSource.class);

    /// What to ask Manila for.
    ///
    /// @param size     how large
    /// @param snapshot of which snapshot
    record Origin(Bytes size, Optional<String> snapshot) {}

    /// Sees to it that the source can be used.
    ///
    /// @throws Failure.NotFound     it is not there
    /// @throws Failure.Precondition it cannot be used as it stands
    /// @throws Failure.Unavailable  it is being made
    Origin prepare() {
        return wanted.spec()
                .source()
                .map(source -> switch (source) {
                    case ContentSource.FromSnapshot from ->
                        restored(from.snapshot().value());
                    case ContentSource.FromVolume from -> cloned(from.volume().value());
                })
                .orElseGet(() -> new Origin(wanted.size(), Optional.empty()));
    }

    private Origin restored(String id) {
        var snapshot = Answers.read(what, () -> cloud.snapshots().find(id, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no snapshot " + id));
        if (snapshot.status().beingMade()) {
            throw new Failure.Unavailable(what + ": snapshot " + id + " is still being taken");
        }
        return usable(snapshot);
    }

    private Origin usable(ShareSnapshot snapshot) {
        if (snapshot.status() != ShareStatus.Known.AVAILABLE) {
            throw new Failure.Precondition(what + ": snapshot " + snapshot.id() + " cannot be used, its status is "
                    + snapshot.status().text());
        }
        snapshot.protocol()
                .filter(protocol -> !protocol.equals(settings.protocol().name()))
                .ifPresent(protocol -> {
                    throw new Failure.Invalid(what + ": snapshot " + snapshot.id() + " is of a share that speaks "
                            + protocol + ", and this driver's speak " + settings.protocol());
                });
        return new Origin(wanted.sizeFor(snapshot.shareSize()), Optional.of(snapshot.id()));
    }

    private Origin cloned(String id) {
        var share = Answers.read(what, () -> cloud.shares().find(id, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no share " + id));
        if (!share.snapshotSupport() || !share.cloneable()) {
            throw new Failure.Precondition(what + ": share " + id + " is of type "
                    + share.typeName().orElse("none") + ", of which no copies can be made: it needs snapshot_support"
                    + " and create_share_from_snapshot_support");
        }
        var taking = new SnapshotCreation(
                cloud,
                new SnapshotCreation.Wanted(name(), ManilaNames.CLONE_DESCRIPTION, id, metadata(), settings.protocol()),
                what,
                deadline);
        return usable(taking.make(deadline.remaining()));
    }

    private Map<String, String> metadata() {
        var metadata = new LinkedHashMap<String, String>();
        Optional.ofNullable(wanted.metadata().get(ManilaNames.CLUSTER))
                .ifPresent(cluster -> metadata.put(ManilaNames.CLUSTER, cluster));
        return metadata;
    }

    private String name() {
        return "clone-" + wanted.spec().name();
    }

    /// Removes the snapshot that stood between a share and its copy. Where the back end needs it as
    /// long as the copy lives, it stays.
    void release() {
        if (!(wanted.spec().source().orElse(null) instanceof ContentSource.FromVolume from)) {
            return;
        }
        var left = Answers.read(what, () -> cloud.snapshots().named(name(), deadline)).stream()
                .filter(snapshot -> snapshot.description().equals(ManilaNames.CLONE_DESCRIPTION)
                        && snapshot.share().equals(from.volume().value()))
                .filter(snapshot -> snapshot.status() != ShareStatus.Known.DELETING)
                .toList();
        for (var snapshot : left) {
            try {
                SnapshotRemoval.delete(cloud, snapshot.id(), deadline);
            } catch (Failure.Precondition | Failure.Broken | Failure.Denied kept) {
                LOG.atWarn()
                        .addKeyValue("snapshot_id", snapshot.id())
                        .addKeyValue("reason", kept.getMessage())
                        .log(
                                "the snapshot that a share was copied by stays: its back end needs it, or cannot remove it");
            }
        }
    }
}
