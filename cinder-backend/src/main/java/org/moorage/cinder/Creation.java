package org.moorage.cinder;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.NewVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.watch.Sight;
import org.moorage.openstack.watch.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One volume on its way into being: a look for what an earlier try left, a request, a wait.
///
/// Names are not unique in Cinder, so another process may make a second volume at the same time. Whoever made one
/// therefore looks for both before it answers, and takes its own back unless that is the one to stay.
///
/// @param cloud    where it shall be
/// @param wanted   what is asked for
/// @param settings what the operator set
/// @param deadline how long it may take
record Creation(CinderCloud cloud, WantedVolume wanted, DriverSettings settings, Deadline deadline) {
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);
    private static final Duration APPEARANCE = Duration.ofSeconds(1);

    /// The volume, ready for use.
    BlockVolume make() {
        var found = sameNamed().find(cloud, wanted, deadline);
        return found.isPresent() ? adopted(await(found.get())) : begin();
    }

    private VolumeRemoval removal() {
        return VolumeRemoval.of(settings.cluster());
    }

    private SameNamed sameNamed() {
        return new SameNamed(settings, removal());
    }

    private String name() {
        return wanted.spec().name().value();
    }

    private String what() {
        return "create volume " + name();
    }

    private BlockVolume begin() {
        var made = request();
        if (wanted.shared() && !made.multiattach()) {
            discard(made);
            throw new Failure.Invalid(what() + ": volume type " + made.type().orElse("none")
                    + " does not allow several nodes at a time: use a type with multiattach");
        }
        var seen = new AtomicReference<List<BlockVolume>>(List.of());
        var wait = ready(made).lookedAtBy(until -> {
            seen.set(sameNamed().list(cloud, name(), until));
            return find(seen.get(), made.id());
        });
        var sight = Answers.read(what(), () -> cloud.volumeWatch().see(wait, deadline));
        var volume = whole(wait.id(), sight.state());
        return SameNamed.rival(sameNamed(sight, seen.get(), made.id()), wanted, made.id())
                .map(rival -> adopted(giveWay(made, rival)))
                .orElseGet(() -> finished(volume));
    }

    /// What a create request cannot say is done afterwards.
    private BlockVolume switched(BlockVolume volume) {
        new Modification(cloud, wanted.attributes().flags(), what(), deadline).apply(volume);
        return volume;
    }

    /// The volume that was just made, whole, or else gone again: callers forget it after a final failure.
    private BlockVolume finished(BlockVolume volume) {
        try {
            return switched(volume);
        } catch (Failure.Denied | Failure.Invalid | Failure.Precondition | Failure.Broken refused) {
            removal().discard(cloud, volume.id(), deadline);
            throw refused;
        }
    }

    /// A volume that was there, whole. It may have been in use since, and is not removed.
    private BlockVolume adopted(BlockVolume volume) {
        try {
            return switched(volume);
        } catch (Failure.Denied | Failure.Invalid | Failure.Precondition | Failure.Broken refused) {
            throw new Failure.Unavailable(
                    "volume " + volume.id() + " is there but not finished: " + refused.getMessage(), refused);
        }
    }

    /// The volumes of this name, as they stand now that ours is made: out of what ended the wait, where that told all.
    private List<BlockVolume> sameNamed(Sight<BlockVolume> sight, List<BlockVolume> seen, String made) {
        if (find(seen, made).filter(state -> isReady(state.status())).isPresent()) {
            return seen;
        }
        return Answers.read(
                what(),
                () -> sight.among()
                        .map(changed -> Stream.concat(changed.stream(), cloud.beingMade().now(deadline).stream())
                                .distinct())
                        .map(all -> sameNamed().among(all, name()))
                        .orElseGet(() -> sameNamed().list(cloud, name(), deadline)));
    }

    private BlockVolume giveWay(BlockVolume made, BlockVolume rival) {
        LOG.atInfo()
                .addKeyValue("volume_id", made.id())
                .addKeyValue("other", rival.id())
                .log("another process made the volume first: ours is removed");
        removal().discard(cloud, made.id(), deadline);
        return await(rival);
    }

    private BlockVolume request() {
        var origin = VolumeOrigin.of(cloud, wanted, deadline);
        var affinity = new AffinitySearch(cloud, settings, what(), deadline)
                .of(wanted.spec().annotations());
        var metadata = wanted.metadata(settings);
        metadata.putAll(affinity.metadata());
        origin.backup().ifPresent(id -> metadata.put(CinderNames.SOURCE_BACKUP, id));
        var request = new NewVolume(
                name(),
                CinderNames.DESCRIPTION,
                origin.size(),
                wanted.type(),
                origin.zone(),
                origin.snapshot(),
                origin.volume(),
                origin.backup(),
                metadata,
                affinity.hints());
        var asked = Answers.insist(
                what(),
                () -> cloud.volumes().create(request, settings.ignoreVolumeMicroversion(), deadline),
                this::findUnconfirmed);
        if (asked instanceof Asked.Refused<BlockVolume> refused && isBackupTaken(refused)) {
            throw new Failure.Aborted(what() + ": " + refused.words());
        }
        if (asked instanceof Asked.Refused<BlockVolume> refused && isUnknownType(refused)) {
            throw new Failure.Invalid(what() + ": " + refused.words());
        }
        if (asked instanceof Asked.Refused<BlockVolume> refused && isUnknownZone(refused)) {
            // The caller has other nodes to choose from (CSI 1.13, CreateVolume, RESOURCE_EXHAUSTED).
            throw new Failure.Exhausted(what() + ": " + refused.words() + " Nodes are there: if a zone of Cinder's"
                    + " serves them that is named otherwise, write zone-map in [Global]");
        }
        return asked.orThrow();
    }

    /// The volume of a request whose outcome is not known: Cinder shows it under its name at once or within a
    /// moment, if it took the request. Should it do so later still, it is the elder of two, and {@link #begin}
    /// gives way to it.
    private Optional<BlockVolume> findUnconfirmed() {
        return Answers.read(what(), () -> findSatisfying(deadline)).or(this::awaitAppearance);
    }

    private Optional<BlockVolume> findSatisfying(Deadline until) {
        return sameNamed().list(cloud, name(), until).stream()
                .filter(volume -> wanted.differences(volume).isEmpty())
                .findFirst();
    }

    private Optional<BlockVolume> awaitAppearance() {
        var wait = new Wait<BlockVolume>(
                        name(), "take on volume", "volume " + name() + " to be found", true, Optional::isPresent)
                .lookedAtBy(this::findSatisfying);
        try {
            return Answers.read(what(), () -> cloud.volumeWatch().await(wait, deadline.within(APPEARANCE)));
        } catch (Failure.Unfinished unfinished) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw unfinished;
            }
            return Optional.empty();
        }
    }

    /// A backup fills one volume at a time.
    private static boolean isBackupTaken(Asked.Refused<BlockVolume> refused) {
        return refused.status() == 400
                && refused.words().toLowerCase(Locale.ROOT).contains("originating backup status");
    }

    private boolean isUnknownZone(Asked.Refused<BlockVolume> refused) {
        return refused.status() == 400
                && wanted.parameters().availability().isEmpty()
                && wanted.placement().zone().isPresent()
                && refused.words().matches("(?is)availability zone .* is invalid.*");
    }

    /// Cinder answers 404 for a source that is gone, and for a type that a StorageClass spells wrongly.
    private static boolean isUnknownType(Asked.Refused<BlockVolume> refused) {
        return refused.status() == 404
                && refused.words().toLowerCase(Locale.ROOT).contains("volume type");
    }

    private BlockVolume await(BlockVolume begun) {
        return isReady(begun.status()) ? begun : await(ready(begun));
    }

    private BlockVolume await(Wait<BlockVolume> wait) {
        return whole(wait.id(), Answers.read(what(), () -> cloud.volumeWatch().await(wait, deadline)));
    }

    /// The volume that a wait ended with, if it is fit for use.
    private BlockVolume whole(String id, Optional<BlockVolume> state) {
        var volume = state.orElseThrow(
                () -> new Failure.Aborted(what() + ": volume " + id + " was deleted while it was being made"));
        if (volume.status().unmade()) {
            var cause = Causes.of(cloud, volume.id(), deadline);
            removal().discard(cloud, volume.id(), deadline);
            throw Causes.failure(what(), cause);
        }
        if (!isReady(volume.status())) {
            throw new Failure.Unavailable(what() + ": volume " + volume.id() + " has status "
                    + volume.status().text());
        }
        return volume;
    }

    /// Removes a volume that is being made, which cannot be deleted before it is.
    private void discard(BlockVolume volume) {
        var _ = Answers.read(what(), () -> cloud.volumeWatch().await(ready(volume), deadline));
        removal().discard(cloud, volume.id(), deadline);
    }

    private static Wait<BlockVolume> ready(BlockVolume begun) {
        return new Wait<>(
                begun.id(),
                "create volume",
                "volume " + begun.name() + " (" + begun.id() + ") to become available",
                false,
                state -> state.isEmpty()
                        || isReady(state.get().status())
                        || state.get().status().failed());
    }

    private static Optional<BlockVolume> find(List<BlockVolume> all, String id) {
        return all.stream().filter(volume -> volume.id().equals(id)).findFirst();
    }

    private static boolean isReady(VolumeStatus status) {
        return status == VolumeStatus.Known.AVAILABLE || status == VolumeStatus.Known.IN_USE;
    }
}
