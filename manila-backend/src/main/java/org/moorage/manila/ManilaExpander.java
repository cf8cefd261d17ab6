package org.moorage.manila;

import java.time.Duration;
import java.util.Locale;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Expansion;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Wait;

/// Grows shares, in use or not; nodes have nothing to do for it.
final class ManilaExpander implements VolumeExpander {
    private static final Duration SIZE_LAGS = Duration.ofSeconds(2);

    private final Clouds clouds;

    ManilaExpander(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public Expansion expand(ExpandSpec spec, Deadline deadline) {
        var wanted = Bytes.ofGib(spec.capacity().wholeGib(1));
        var cloud = clouds.of(spec.secrets(), deadline);
        var share = settle(cloud, show(cloud, spec, deadline), spec, deadline);
        if (share.size().compareTo(wanted) < 0) {
            share = grow(cloud, share, wanted, spec, deadline);
        }
        if (exceeds(share, spec)) {
            throw new Failure.OutOfRange(what(spec) + ": it has " + share.size() + " already, more than the limit of "
                    + spec.capacity().limit().map(Bytes::toString).orElse("")
                    + "; volumes do not shrink, since what their users wrote may not fit any more");
        }
        return new Expansion(share.size(), false);
    }

    private static boolean exceeds(Share share, ExpandSpec spec) {
        return spec.capacity().limit().stream().anyMatch(limit -> share.size().compareTo(limit) > 0);
    }

    private static String what(ExpandSpec spec) {
        return "expand share " + spec.volume();
    }

    private static Share show(ManilaCloud cloud, ExpandSpec spec, Deadline deadline) {
        return Answers.read(what(spec), () -> cloud.shares().find(spec.volume().value(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what(spec) + ": there is no such share"));
    }

    /// Waits for a growth that an earlier try began.
    private static Share settle(ManilaCloud cloud, Share share, ExpandSpec spec, Deadline deadline) {
        return share.status() == ShareStatus.Known.EXTENDING ? await(cloud, spec, deadline) : share;
    }

    private static Share grow(ManilaCloud cloud, Share share, Bytes size, ExpandSpec spec, Deadline deadline) {
        switch (share.status()) {
            case ShareStatus.Known.AVAILABLE -> ask(cloud, share, size, spec, deadline);
            case ShareStatus status when status.failed() -> throw broken(cloud, share, spec, deadline);
            case ShareStatus passing -> throw new Failure.Aborted(what(spec) + ": its status is " + passing.text());
        }
        var grown = await(cloud, spec, deadline);
        if (grown.size().compareTo(size) < 0 && !grown.status().failed()) {
            grown = awaitSize(cloud, grown, size, spec, deadline);
        }
        if (grown.size().compareTo(size) < 0) {
            throw broken(cloud, grown, spec, deadline);
        }
        return grown;
    }

    /// Manila writes the status of a share that has grown first, and its size a moment later. One
    /// that its scheduler would not let grow is `available` at its old size for good.
    private static Share awaitSize(ManilaCloud cloud, Share share, Bytes size, ExpandSpec spec, Deadline deadline) {
        var wait = new Wait<Share>(
                share.id(),
                "see size of share",
                "share " + share.id() + " to show its new size",
                false,
                state -> state.stream()
                        .noneMatch(now ->
                                now.size().compareTo(size) < 0 && !now.status().failed()));
        try {
            return Answers.read(what(spec), () -> cloud.shareWatch().await(wait, deadline.within(SIZE_LAGS)))
                    .orElseThrow(() -> new Failure.NotFound(what(spec) + ": it was deleted meanwhile"));
        } catch (Failure.Unfinished unfinished) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw unfinished;
            }
            return share;
        }
    }

    private static void ask(ManilaCloud cloud, Share share, Bytes size, ExpandSpec spec, Deadline deadline) {
        switch (Answers.ask(what(spec), () -> cloud.shares().extend(share.id(), size, deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 || refused.status() == 409 -> throw unfit(spec, refused);
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private static Failure unfit(ExpandSpec spec, Asked.Refused<Boolean> refused) {
        var words = refused.words().toLowerCase(Locale.ROOT);
        var message = what(spec) + ": " + refused.words();
        // Another call changed the share since it was read.
        var meanwhile = words.contains("status") || words.contains("greater than current size");
        return meanwhile ? new Failure.Aborted(message) : new Failure.OutOfRange(message);
    }

    private static Share await(ManilaCloud cloud, ExpandSpec spec, Deadline deadline) {
        var id = spec.volume().value();
        var wait = new Wait<Share>(
                id,
                "extend share",
                "share " + id + " to grow",
                false,
                state -> state.stream().noneMatch(share -> share.status() == ShareStatus.Known.EXTENDING));
        return Answers.read(what(spec), () -> cloud.shareWatch().await(wait, deadline))
                .orElseThrow(() -> new Failure.NotFound(what(spec) + ": it was deleted meanwhile"));
    }

    private static Failure broken(ManilaCloud cloud, Share share, ExpandSpec spec, Deadline deadline) {
        return new Failure.Broken(what(spec) + ": Manila could not, its status is "
                + share.status().text() + " and its size " + share.size()
                + Causes.of(cloud, share.id(), deadline).text()
                + (share.status().failed() ? "; an administrator has to reset its status" : ""));
    }
}
