package org.moorage.cinder;

import java.util.Locale;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Expansion;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.watch.Wait;

/// Grows Cinder volumes, in use or not.
final class CinderExpander implements VolumeExpander {
    private final Clouds clouds;
    private final DriverSettings settings;

    CinderExpander(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Expansion expand(ExpandSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var wanted = Bytes.ofGib(spec.capacity().wholeGib(1));
        var volume = settle(cloud, show(cloud, spec, deadline), spec, deadline);
        if (volume.size().compareTo(wanted) < 0) {
            volume = grow(cloud, volume, wanted, spec, deadline);
        }
        if (exceeds(volume, spec)) {
            throw new Failure.OutOfRange(what(spec) + ": it has " + volume.size() + " already, more than the limit of "
                    + spec.capacity().limit().map(Bytes::toString).orElse("") + "; volumes do not shrink");
        }
        var block = spec.capability().stream().anyMatch(use -> use.access() instanceof VolumeAccess.Block);
        return new Expansion(volume.size(), !block);
    }

    private static boolean exceeds(BlockVolume volume, ExpandSpec spec) {
        return spec.capacity().limit().stream().anyMatch(limit -> volume.size().compareTo(limit) > 0);
    }

    private static String what(ExpandSpec spec) {
        return "expand volume " + spec.volume();
    }

    private static BlockVolume show(CinderCloud cloud, ExpandSpec spec, Deadline deadline) {
        return Answers.find(what(spec), () -> cloud.volumes().show(spec.volume().value(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what(spec) + ": there is no such volume"));
    }

    /// Waits for a growth that an earlier try began.
    private static BlockVolume settle(CinderCloud cloud, BlockVolume volume, ExpandSpec spec, Deadline deadline) {
        return volume.status() == VolumeStatus.Known.EXTENDING ? await(cloud, spec, deadline) : volume;
    }

    private BlockVolume grow(CinderCloud cloud, BlockVolume volume, Bytes size, ExpandSpec spec, Deadline deadline) {
        switch (volume.status()) {
            case VolumeStatus.Known.AVAILABLE -> ask(spec, () -> cloud.volumes().extend(volume.id(), size, deadline));
            case VolumeStatus.Known.IN_USE -> {
                refuseInUse(spec);
                ask(spec, () -> cloud.volumes().extendInUse(volume.id(), size, deadline));
            }
            case VolumeStatus status when status.failed() -> throw broken(cloud, volume, spec, deadline);
            case VolumeStatus passing -> throw new Failure.Aborted(what(spec) + ": its status is " + passing.text());
        }
        var grown = await(cloud, spec, deadline);
        if (grown.size().compareTo(size) < 0) {
            throw broken(cloud, grown, spec, deadline);
        }
        return grown;
    }

    private void refuseInUse(ExpandSpec spec) {
        if (settings.ignoreVolumeMicroversion()) {
            throw new Failure.Precondition(what(spec) + ": it is in use, and ignore-volume-microversion says that"
                    + " this Cinder cannot grow volumes in use");
        }
    }

    private static void ask(ExpandSpec spec, Runnable call) {
        switch (Answers.ask(what(spec), call)) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 400 -> throw unfit(spec, refused);
            case Asked.Refused<Boolean> refused
            when refused.status() == 406 ->
                throw new Failure.Precondition(
                        what(spec) + ": this Cinder cannot grow volumes in use (" + refused.words() + ")");
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private static Failure unfit(ExpandSpec spec, Asked.Refused<Boolean> refused) {
        var words = refused.words().toLowerCase(Locale.ROOT);
        var message = what(spec) + ": " + refused.words();
        // Another call changed the volume since it was read.
        var meanwhile = words.contains("status") || words.contains("greater than current size");
        return meanwhile ? new Failure.Aborted(message) : new Failure.OutOfRange(message);
    }

    private static BlockVolume await(CinderCloud cloud, ExpandSpec spec, Deadline deadline) {
        var id = spec.volume().value();
        var wait = new Wait<BlockVolume>(
                id,
                "extend volume",
                "volume " + id + " to grow",
                false,
                state -> state.stream().noneMatch(volume -> volume.status() == VolumeStatus.Known.EXTENDING));
        return Answers.read(what(spec), () -> cloud.volumeWatch().await(wait, deadline))
                .orElseThrow(() -> new Failure.NotFound(what(spec) + ": it was deleted meanwhile"));
    }

    private static Failure broken(CinderCloud cloud, BlockVolume volume, ExpandSpec spec, Deadline deadline) {
        return new Failure.Broken(what(spec) + ": Cinder could not, its status is "
                + volume.status().text() + " and its size " + volume.size()
                + Causes.of(cloud, volume.id(), deadline));
    }
}
