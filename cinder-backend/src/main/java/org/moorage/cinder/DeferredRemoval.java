package org.moorage.cinder;

import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes volumes that were deleted while there were snapshots of them, once the last of these is gone.
///
/// None is forgotten: a volume is marked before its deletion is asked for a last time, and the marks are looked for
/// after a snapshot has gone, also by the repeat of a call that was killed between the two.
///
/// @param cluster the cluster's id
record DeferredRemoval(String cluster) {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredRemoval.class);
    private static final String YES = "true";

    /// Marks the volume as deleted.
    static void mark(CinderCloud cloud, String volume, Deadline deadline) {
        Answers.ask(
                        "mark volume " + volume + " as deleted",
                        () -> cloud.volumes().mark(volume, Map.of(CinderNames.DELETED, YES), deadline))
                .orThrow();
    }

    /// Whether the volume is marked.
    static boolean isMarked(BlockVolume volume) {
        return volume.metadata().containsKey(CinderNames.DELETED);
    }

    /// Removes the marked volumes of this cluster that have no snapshots any more. One that cannot be deleted now
    /// stays,
    /// for the next sweep, and is logged.
    void sweep(CinderCloud cloud, Deadline deadline) {
        var marks = Selection.everything().marked(Map.of(CinderNames.CLUSTER, cluster, CinderNames.DELETED, YES));
        var marked =
                Answers.read("look for deleted volumes", () -> cloud.volumes().list(marks, deadline));
        marked.entries().stream()
                .filter(volume ->
                        isMarked(volume) && cluster.equals(volume.metadata().get(CinderNames.CLUSTER)))
                .filter(volume -> !hasSnapshots(cloud, volume, deadline))
                .forEach(volume -> remove(cloud, volume, deadline));
    }

    private static boolean hasSnapshots(CinderCloud cloud, BlockVolume volume, Deadline deadline) {
        var ofIt = Selection.everything().ofVolume(volume.id());
        return !Answers.read(
                        "look for snapshots of volume " + volume.id(),
                        () -> cloud.snapshots().list(ofIt, deadline))
                .entries()
                .isEmpty();
    }

    private void remove(CinderCloud cloud, BlockVolume volume, Deadline deadline) {
        try {
            VolumeRemoval.of(cluster).delete(cloud, volume.id(), deadline);
            LOG.atInfo().addKeyValue("volume_id", volume.id()).log("volume went with the last of its snapshots");
        } catch (Failure.Precondition | Failure.Broken | Failure.Aborted stuck) {
            LOG.atWarn()
                    .addKeyValue("volume_id", volume.id())
                    .addKeyValue("reason", stuck.getMessage())
                    .log("deleted volume cannot be removed");
        }
    }
}
