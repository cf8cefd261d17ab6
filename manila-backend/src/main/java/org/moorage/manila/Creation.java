package org.moorage.manila;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.NewShare;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Sight;
import org.moorage.openstack.watch.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One share on its way into being: a look for what an earlier try left, a request, a wait, access
/// rules, a wait.
///
/// Names are not unique in Manila, so another process may make a second share at the same time.
/// Whoever made one therefore looks for both before it answers, and takes its own back unless that is
/// the one to stay.
///
/// @param cloud    where it shall be
/// @param wanted   what is asked for
/// @param settings what the operator set
/// @param deadline how long it may take
record Creation(ManilaCloud cloud, WantedShare wanted, DriverSettings settings, Deadline deadline) {
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);
    private static final Duration APPEARANCE = Duration.ofSeconds(1);

    /// A share, ready for use.
    ///
    /// @param share the share
    /// @param rules its rules of the request, in the order asked for
    /// @param paths where it can be mounted from, the best first
    /// @param fsName in which of the file systems of a Ceph cluster it is, if Manila tells
    record Made(Share share, List<AccessRule> rules, List<String> paths, Optional<String> fsName) {
        /// Copies the lists.
        Made {
            rules = List.copyOf(rules);
            paths = List.copyOf(paths);
        }
    }

    /// The share, ready for use.
    Made make() {
        var source = new ShareSource(cloud, wanted, settings, what(), deadline);
        try {
            var found = sameNamed().find(deadline);
            var made = found.isPresent() ? adopted(await(found.get())) : begin(source);
            source.release();
            return made;
        } catch (Failure.Exhausted
                | Failure.OutOfRange
                | Failure.Invalid
                | Failure.Denied
                | Failure.Precondition
                | Failure.Broken end) {
            source.release();
            throw end;
        }
    }

    private SameNamed sameNamed() {
        return new SameNamed(cloud, wanted, settings.protocol());
    }

    private String name() {
        return wanted.spec().name().value();
    }

    private String what() {
        return "create volume " + name();
    }

    private Made begin(ShareSource source) {
        var made = request(source.prepare());
        var seen = new AtomicReference<List<Share>>(List.of());
        var wait = ready(made).lookedAtBy(until -> {
            seen.set(sameNamed().list(until));
            return find(seen.get(), made.id());
        });
        var sight = Answers.read(what(), () -> cloud.shareWatch().see(wait, deadline));
        var share = whole(wait.id(), sight.state());
        var rival = sameNamed().rival(sameNamed(sight, seen.get(), made.id()), made.id());
        return rival.isPresent() ? adopted(giveWay(made, rival.get())) : finished(share);
    }

    /// Grants access and asks where the share is, both at one time.
    private Made opened(Share share, List<AccessRule> existing) {
        var access = ListGrants.of(access(share), settings);
        var rules = wanted.grants().isEmpty() ? List.<AccessRule>of() : access.grant(wanted.grants(), existing);
        var exports = Exports.of(cloud, share, what(), deadline);
        access.awaitInForce(rules);
        return new Made(share, rules, exports.paths(), exports.fsName());
    }

    private AccessGrants access(Share share) {
        return new AccessGrants(cloud, share.id(), what(), deadline);
    }

    /// The share that was just made, whole, or else gone again: callers forget it after a final
    /// failure.
    private Made finished(Share share) {
        try {
            return opened(share, List.of());
        } catch (Failure.Denied | Failure.Invalid | Failure.Precondition | Failure.Broken | Failure.Exhausted refused) {
            ShareRemoval.discard(cloud, share.id(), deadline);
            throw refused;
        }
    }

    /// A share that was there, whole. It may have been in use since, and is not removed.
    private Made adopted(Share share) {
        try {
            var existing = wanted.grants().isEmpty()
                    ? List.<AccessRule>of()
                    : access(share).all();
            return opened(share, existing);
        } catch (Failure.Denied | Failure.Invalid | Failure.Precondition | Failure.Broken | Failure.Exhausted refused) {
            throw new Failure.Unavailable(
                    "share " + share.id() + " is there but not finished: " + refused.getMessage(), refused);
        }
    }

    /// The shares of this name, as they stand now that ours is made: out of what ended the wait,
    /// where that told all.
    private List<Share> sameNamed(Sight<Share> sight, List<Share> seen, String made) {
        if (find(seen, made).filter(state -> isReady(state.status())).isPresent()) {
            return seen;
        }
        return Answers.read(
                what(),
                () -> sight.among()
                        .map(sameNamed()::among)
                        .orElseGet(() -> sameNamed().list(deadline)));
    }

    private Share giveWay(Share made, Share rival) {
        LOG.atInfo()
                .addKeyValue("volume_id", made.id())
                .addKeyValue("other", rival.id())
                .log("another process made the share first: ours is removed");
        ShareRemoval.discard(cloud, made.id(), deadline);
        return await(rival);
    }

    private Share request(ShareSource.Origin origin) {
        var hints = wanted.hints().resolve(cloud, what(), deadline);
        var metadata = new LinkedHashMap<>(wanted.metadata());
        metadata.putAll(WantedHints.metadata(hints));
        var request = new NewShare(
                name(),
                ManilaNames.SHARE_DESCRIPTION,
                settings.protocol().name(),
                origin.size(),
                Optional.of(wanted.type()),
                wanted.placement().zone(),
                wanted.parameters().network(),
                origin.snapshot(),
                wanted.group(),
                metadata,
                hints);
        var asked = Answers.insist(what(), () -> cloud.shares().create(request, deadline), this::findUnconfirmed);
        if (asked instanceof Asked.Refused<Share> refused
                && refused.status() == 404
                && origin.snapshot().isEmpty()) {
            // Not found is what a StorageClass names: a type, a network, a group, a zone.
            throw new Failure.Invalid(what() + ": " + refused.words() + " Asked for is " + asked(request));
        }
        if (asked instanceof Asked.Refused<Share> refused && refused.status() == 409) {
            throw new Failure.Precondition(what() + ": " + refused.words());
        }
        return asked.orThrow();
    }

    private static String asked(NewShare request) {
        var asked = new ArrayList<String>();
        request.type().ifPresent(type -> asked.add("type '" + type + "'"));
        request.shareNetwork().ifPresent(network -> asked.add("share network '" + network + "'"));
        request.group().ifPresent(group -> asked.add("share group '" + group + "'"));
        request.availabilityZone().ifPresent(zone -> asked.add("availability zone '" + zone + "'"));
        return String.join(", ", asked);
    }

    /// The share of a request whose outcome is not known: Manila shows it under its name at once or
    /// within a moment, if it took the request. Should it do so later still, it is the elder of two,
    /// and {@link #begin} gives way to it.
    private Optional<Share> findUnconfirmed() {
        return Answers.read(what(), () -> findSatisfying(deadline)).or(this::awaitAppearance);
    }

    private Optional<Share> findSatisfying(Deadline until) {
        return sameNamed().list(until).stream()
                .filter(share -> wanted.differences(share, settings.protocol()).isEmpty())
                .findFirst();
    }

    private Optional<Share> awaitAppearance() {
        var wait = new Wait<Share>(
                        name(), "take on share", "share " + name() + " to be found", true, Optional::isPresent)
                .lookedAtBy(this::findSatisfying);
        try {
            return Answers.read(what(), () -> cloud.shareWatch().await(wait, deadline.within(APPEARANCE)));
        } catch (Failure.Unfinished unfinished) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw unfinished;
            }
            return Optional.empty();
        }
    }

    private Share await(Share begun) {
        if (isReady(begun.status())) {
            return begun;
        }
        var wait = ready(begun);
        var state = Answers.read(what(), () -> cloud.shareWatch().await(wait, deadline));
        if (!begun.status().beingMade()
                && state.filter(share -> share.status().errored()).isPresent()) {
            throw new Failure.Unavailable(what() + ": share " + begun.id() + ", which was whole once, has status error"
                    + Causes.of(cloud, begun.id(), deadline).text() + "; it is not removed");
        }
        return whole(wait.id(), state);
    }

    /// The share that a wait ended with, if it is fit for use.
    private Share whole(String id, Optional<Share> state) {
        var share = state.orElseThrow(
                () -> new Failure.Aborted(what() + ": share " + id + " was deleted while it was being made"));
        if (share.status().errored()) {
            var cause = Causes.of(cloud, id, deadline);
            ShareRemoval.discard(cloud, id, deadline);
            throw cause.failure(what());
        }
        if (!isReady(share.status())) {
            throw new Failure.Unavailable(what() + ": share " + id + " has status "
                    + share.status().text() + Causes.of(cloud, id, deadline).text());
        }
        return share;
    }

    private static Wait<Share> ready(Share begun) {
        return new Wait<>(
                begun.id(),
                "create share",
                "share " + begun.name() + " (" + begun.id() + ") to become available",
                false,
                state -> state.isEmpty()
                        || isReady(state.get().status())
                        || state.get().status().failed()
                        || state.get().status() == ShareStatus.Known.DELETING);
    }

    private static Optional<Share> find(List<Share> all, String id) {
        return all.stream().filter(share -> share.id().equals(id)).findFirst();
    }

    private static boolean isReady(ShareStatus status) {
        return status == ShareStatus.Known.AVAILABLE;
    }
}
