package org.moorage.manila;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.NewShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One snapshot on its way into being: a look for what an earlier try left, a request, a wait.
///
/// Names are not unique in Manila, so another process may take a second snapshot at the same time.
/// Whoever took one therefore looks for both before it answers, and takes its own back unless that is
/// the elder.
///
/// @param cloud    where it shall be
/// @param wanted   what is asked for
/// @param what     what is being done, for messages
/// @param deadline how long it may take
record SnapshotCreation(ManilaCloud cloud, Wanted wanted, String what, Deadline deadline) {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCreation.class);
    private static final Comparator<ShareSnapshot> ELDEST_FIRST =
            Comparator.comparing(ShareSnapshot::createdAt).thenComparing(ShareSnapshot::id);

    /// A snapshot that is asked for.
    ///
    /// @param name        its name
    /// @param description its description, by which ours are known
    /// @param share       the share to take it of
    /// @param metadata    what it shall bear, where Manila keeps that
    /// @param protocol    what the driver's shares speak
    record Wanted(String name, String description, String share, Map<String, String> metadata, ShareProtocol protocol) {
        /// Copies the metadata.
        Wanted {
            metadata = Map.copyOf(metadata);
        }

        boolean isOurs(ShareSnapshot snapshot) {
            return snapshot.name().equals(name)
                    && snapshot.description().equals(description)
                    && Optional.ofNullable(snapshot.metadata().get(ManilaNames.CLUSTER)).stream()
                            .allMatch(there -> there.equals(metadata.getOrDefault(ManilaNames.CLUSTER, there)));
        }
    }

    /// The snapshot, mostly `available`; still `creating` when that takes longer than the patience.
    ///
    /// @throws Failure.Conflict one of that name is of another share
    ShareSnapshot make(Duration patience) {
        var found = find();
        var snapshot = found.isPresent() ? await(ready(found.get()), found.get(), patience) : begin(patience);
        if (snapshot.status().failed()) {
            var cause = Causes.of(cloud, snapshot.id(), deadline);
            SnapshotRemoval.discard(cloud, snapshot.id(), deadline);
            throw cause.failure(what);
        }
        return snapshot;
    }

    private Optional<ShareSnapshot> find() {
        var ours = Answers.read(what, () -> list(deadline));
        ours.stream()
                .filter(snapshot -> snapshot.status().errored())
                .forEach(snapshot -> SnapshotRemoval.discard(cloud, snapshot.id(), deadline));
        var usable =
                ours.stream().filter(snapshot -> !snapshot.status().errored()).toList();
        var match = usable.stream()
                .filter(snapshot -> snapshot.share().equals(wanted.share()))
                .findFirst();
        if (match.isEmpty() && !usable.isEmpty()) {
            var first = usable.getFirst();
            throw new Failure.Conflict("snapshot " + wanted.name() + " exists with id " + first.id()
                    + ", but its share is " + first.share() + ", asked for is " + wanted.share());
        }
        return match;
    }

    /// All snapshots of that name that this driver took and that are not going away, eldest first.
    private List<ShareSnapshot> list(Deadline until) {
        return cloud.snapshots().named(wanted.name(), until).stream()
                .filter(wanted::isOurs)
                .filter(snapshot -> snapshot.status() != ShareStatus.Known.DELETING
                        && snapshot.status() != ShareStatus.Known.ERROR_DELETING)
                .sorted(ELDEST_FIRST)
                .toList();
    }

    private ShareSnapshot begin(Duration patience) {
        var made = request();
        var seen = new AtomicReference<List<ShareSnapshot>>(List.of());
        var wait = ready(made).lookedAtBy(until -> {
            seen.set(list(until));
            return seen.get().stream()
                    .filter(snapshot -> snapshot.id().equals(made.id()))
                    .findFirst();
        });
        var snapshot = await(wait, made, patience);
        var all = seen.get().isEmpty() ? Answers.read(what, () -> list(deadline)) : seen.get();
        return all.stream()
                .filter(one -> !one.status().errored() && one.share().equals(wanted.share()))
                .findFirst()
                .filter(eldest -> !eldest.id().equals(made.id()))
                .map(eldest -> giveWay(made, eldest, patience))
                .orElse(snapshot);
    }

    private ShareSnapshot giveWay(ShareSnapshot made, ShareSnapshot eldest, Duration patience) {
        LOG.atInfo()
                .addKeyValue("snapshot_id", made.id())
                .addKeyValue("other", eldest.id())
                .log("another process took the snapshot first: ours is removed");
        // Manila deletes none that it is still taking.
        var _ = Answers.read(what, () -> cloud.snapshotWatch().await(ready(made), deadline));
        SnapshotRemoval.discard(cloud, made.id(), deadline);
        return await(ready(eldest), eldest, patience);
    }

    private ShareSnapshot request() {
        var request = new NewShareSnapshot(wanted.name(), wanted.description(), wanted.share(), wanted.metadata());
        return switch (Answers.insist(what, () -> cloud.snapshots().create(request, deadline), this::findUnconfirmed)) {
            case Asked.Granted<ShareSnapshot> granted -> granted.answer();
            case Asked.Refused<ShareSnapshot> refused -> throw unfit(refused);
        };
    }

    private Optional<ShareSnapshot> findUnconfirmed() {
        return Answers.read(what, () -> list(deadline)).stream()
                .filter(snapshot -> snapshot.share().equals(wanted.share()))
                .findFirst();
    }

    private Failure unfit(Asked.Refused<ShareSnapshot> refused) {
        var share = Answers.read(what, () -> cloud.shares().find(wanted.share(), deadline));
        if (share.isEmpty()) {
            return new Failure.NotFound(what + ": there is no share " + wanted.share());
        }
        if (!share.get().protocol().equals(wanted.protocol().name())) {
            return new Failure.Invalid(what + ": share " + wanted.share() + " speaks "
                    + share.get().protocol() + ", and this driver's speak " + wanted.protocol());
        }
        if (!share.get().snapshotSupport()) {
            return new Failure.Precondition(what + ": share " + wanted.share() + " is of type "
                    + share.get().typeName().orElse("none") + ", which has no snapshots (" + refused.words()
                    + "): use a type with snapshot_support");
        }
        var status = share.get().status();
        if (refused.failure() instanceof Failure.Exhausted || status == ShareStatus.Known.AVAILABLE) {
            return refused.failure();
        }
        return status.failed()
                ? new Failure.Precondition(what + ": the share's status is " + status.text())
                : new Failure.Aborted(what + ": the share's status is " + status.text());
    }

    private ShareSnapshot await(Wait<ShareSnapshot> wait, ShareSnapshot begun, Duration patience) {
        if (!begun.status().beingMade()) {
            return begun;
        }
        try {
            return Answers.read(what, () -> cloud.snapshotWatch().await(wait, deadline.within(patience)))
                    .orElseThrow(() -> new Failure.Aborted(
                            what + ": snapshot " + begun.id() + " was deleted while it was being taken"));
        } catch (Failure.Unfinished unfinished) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw unfinished;
            }
            // Not ready is an answer, too: the caller repeats until it is.
            return begun;
        }
    }

    private static Wait<ShareSnapshot> ready(ShareSnapshot begun) {
        return new Wait<>(
                begun.id(),
                "create snapshot",
                "snapshot " + begun.id() + " to become available",
                true,
                state -> state.stream().noneMatch(snapshot -> snapshot.status().beingMade()));
    }
}
