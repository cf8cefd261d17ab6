package org.moorage.cinder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.http.OpenStackError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what an earlier try of a create has left. Names are not unique in Cinder, so of several volumes of one
/// name that this cluster made, the eldest that satisfies the request is the one.
final class SameNamed {
    private static final Logger LOG = LoggerFactory.getLogger(SameNamed.class);
    private static final Comparator<BlockVolume> ELDEST_FIRST =
            Comparator.comparing(BlockVolume::createdAt).thenComparing(BlockVolume::id);

    private final DriverSettings settings;
    private final VolumeRemoval removal;

    SameNamed(DriverSettings settings, VolumeRemoval removal) {
        this.settings = settings;
        this.removal = removal;
    }

    /// The volume of that name which satisfies the request, whole or still being made. Ones that Cinder failed to
    /// make are removed.
    ///
    /// @throws Failure.Conflict there is one of that name, and none that satisfies the request
    Optional<BlockVolume> find(CinderCloud cloud, WantedVolume wanted, Deadline deadline) {
        var name = wanted.spec().name().value();
        var ours = Answers.read("look up volume " + name, () -> list(cloud, name, deadline));
        ours.stream()
                .filter(volume -> volume.status().unmade())
                .forEach(volume -> removal.discard(cloud, volume.id(), deadline));
        var usable = ours.stream().filter(volume -> !volume.status().unmade()).toList();
        var match = usable.stream()
                .filter(volume -> wanted.differences(volume).isEmpty())
                .findFirst();
        if (match.isEmpty() && !usable.isEmpty()) {
            var first = usable.getFirst();
            throw new Failure.Conflict("volume " + name + " exists with id " + first.id() + ", but "
                    + String.join("; ", wanted.differences(first)));
        }
        match.ifPresent(volume -> note(volume, usable));
        return match;
    }

    /// All volumes of that name that this cluster made and that are not going away, eldest first.
    ///
    /// @throws OpenStackError Cinder does not tell
    List<BlockVolume> list(CinderCloud cloud, String name, Deadline deadline) {
        return among(
                cloud.volumes().named(name, settings.ignoreVolumeMicroversion(), deadline).entries().stream(), name);
    }

    /// Those of the volumes that have that name, that this cluster made and that are not going away, eldest first.
    List<BlockVolume> among(Stream<BlockVolume> volumes, String name) {
        return volumes.filter(volume -> volume.name().equals(name))
                .filter(volume -> settings.cluster().equals(volume.metadata().get(CinderNames.CLUSTER)))
                .filter(volume -> !isGoing(volume))
                .sorted(ELDEST_FIRST)
                .toList();
    }

    /// What is being deleted, or was to be, is nobody's any more.
    private static boolean isGoing(BlockVolume volume) {
        return DeferredRemoval.isMarked(volume)
                || volume.status() == VolumeStatus.Known.DELETING
                || volume.status() == VolumeStatus.Known.ERROR_DELETING;
    }

    /// The volume that another process made for the same request at the same time, if that is the one to stay. All
    /// who made one choose alike: the eldest, and of equal age the one with the lesser id.
    ///
    /// @param all what {@link #list} said after the volume was made
    static Optional<BlockVolume> rival(List<BlockVolume> all, WantedVolume wanted, String made) {
        return all.stream()
                .filter(volume -> !volume.status().unmade())
                .filter(volume -> wanted.differences(volume).isEmpty())
                .findFirst()
                .filter(volume -> !volume.id().equals(made));
    }

    private static void note(BlockVolume chosen, List<BlockVolume> all) {
        if (all.size() > 1) {
            LOG.atWarn()
                    .addKeyValue("volume_id", chosen.id())
                    .addKeyValue("all", all.stream().map(BlockVolume::id).toList())
                    .log("several volumes have this name: the eldest is used, the others need an operator");
        } else {
            LOG.atInfo().addKeyValue("volume_id", chosen.id()).log("volume adopted");
        }
    }
}
