package org.moorage.cinder;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.NewSnapshot;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.watch.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One snapshot on its way into being: a look for what an earlier try left, a request, a wait.
///
/// Names are not unique in Cinder, so another process may take a second snapshot at the same time. Whoever took one
/// therefore looks for both before it answers, and takes its own back unless that is the elder: nobody has been told
/// of it yet.
///
/// @param cloud    where it shall be
/// @param spec     what is asked for
/// @param taking   how it is to be taken
/// @param use      what it is taken for
/// @param settings what the operator set
/// @param deadline how long it may take
record SnapshotCreation(
        CinderCloud cloud,
        SnapshotSpec spec,
        SnapshotParameters taking,
        Use use,
        DriverSettings settings,
        Deadline deadline) {
    /// What a snapshot is taken for.
    enum Use {
        /// The caller asked for it.
        ITS_OWN,
        /// A backup is made of it, which the caller asked for; then it goes.
        BACKUP
    }

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCreation.class);
    private static final Comparator<BlockSnapshot> ELDEST_FIRST =
            Comparator.comparing(BlockSnapshot::createdAt).thenComparing(BlockSnapshot::id);

    /// The snapshot, mostly `available`; still `creating` when that takes longer than the patience.
    ///
    /// @throws Failure.Conflict one of that name is of another volume, or belongs to a backup
    BlockSnapshot make(Duration patience) {
        var found = find();
        var snapshot = found.isPresent() ? await(ready(found.get()), found.get(), patience) : begin(patience);
        if (snapshot.status() == SnapshotStatus.Known.ERROR) {
            var cause = Causes.of(cloud, snapshot.id(), deadline);
            SnapshotRemoval.discard(cloud, snapshot.id(), deadline);
            throw Causes.failure(what(), cause);
        }
        return snapshot;
    }

    /// Whether a snapshot was taken for a backup alone, and is nobody's when that is made.
    static boolean isForBackup(BlockSnapshot snapshot) {
        return SnapshotParameters.BACKUP.equals(snapshot.metadata().get(SnapshotParameters.TYPE));
    }

    private String what() {
        return "create snapshot " + spec.name() + " of volume " + spec.source();
    }

    private Optional<BlockSnapshot> find() {
        var ours = Answers.read(what(), () -> list(deadline));
        var other = ours.stream().filter(snapshot -> !isSuch(snapshot)).findFirst();
        if (other.isPresent() && use == Use.ITS_OWN) {
            throw new Failure.Conflict("snapshot " + spec.name() + " exists with id "
                    + other.get().id() + ", but a backup is being made of it, asked for is a snapshot");
        }
        var such = ours.stream().filter(this::isSuch).toList();
        var match = chosen(such);
        if (match.isEmpty() && !such.isEmpty()) {
            var first = such.getFirst();
            throw new Failure.Conflict("snapshot " + spec.name() + " exists with id " + first.id()
                    + ", but its volume is " + first.volume() + ", asked for is " + spec.source());
        }
        match.filter(_ -> such.size() > 1)
                .ifPresent(snapshot -> LOG.atWarn()
                        .addKeyValue("snapshot_id", snapshot.id())
                        .addKeyValue("all", such.stream().map(BlockSnapshot::id).toList())
                        .log("several snapshots have this name: the eldest is used, the others need an operator"));
        return match;
    }

    /// All snapshots of that name that this cluster took and that are not going away, eldest first.
    private List<BlockSnapshot> list(Deadline until) {
        var name = spec.name().value();
        return cloud.snapshots().list(Selection.everything().named(name), until).entries().stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .filter(snapshot ->
                        settings.cluster().equals(snapshot.metadata().get(CinderNames.CLUSTER)))
                .filter(snapshot -> snapshot.status() != SnapshotStatus.Known.DELETING
                        && snapshot.status() != SnapshotStatus.Known.ERROR_DELETING)
                .sorted(ELDEST_FIRST)
                .toList();
    }

    private boolean isSuch(BlockSnapshot snapshot) {
        return isForBackup(snapshot) == (use == Use.BACKUP);
    }

    /// The one to stay: the eldest that is of use, and one that failed only where there is no other. All who took one
    /// choose alike.
    private Optional<BlockSnapshot> chosen(List<BlockSnapshot> all) {
        return all.stream()
                .filter(this::isSuch)
                .filter(snapshot -> snapshot.volume().equals(spec.source().value()))
                .min(Comparator.comparing(snapshot -> snapshot.status() == SnapshotStatus.Known.ERROR));
    }

    private BlockSnapshot begin(Duration patience) {
        var made = request();
        var seen = new AtomicReference<List<BlockSnapshot>>(List.of());
        var wait = ready(made).lookedAtBy(until -> {
            seen.set(list(until));
            return seen.get().stream()
                    .filter(snapshot -> snapshot.id().equals(made.id()))
                    .findFirst();
        });
        var snapshot = await(wait, made, patience);
        var all = seen.get().isEmpty() ? Answers.read(what(), () -> list(deadline)) : seen.get();
        return chosen(all)
                .filter(eldest -> !eldest.id().equals(made.id()))
                .map(eldest -> giveWay(made, eldest, patience))
                .orElse(snapshot);
    }

    private BlockSnapshot giveWay(BlockSnapshot made, BlockSnapshot eldest, Duration patience) {
        LOG.atInfo()
                .addKeyValue("snapshot_id", made.id())
                .addKeyValue("other", eldest.id())
                .log("another process took the snapshot first: ours is removed");
        // Cinder deletes none that it is still taking.
        var _ = Answers.read(what(), () -> cloud.snapshotWatch().await(ready(made), deadline));
        SnapshotRemoval.discard(cloud, made.id(), deadline);
        return await(ready(eldest), eldest, patience);
    }

    private BlockSnapshot request() {
        var metadata = new HashMap<>(taking.content());
        metadata.put(CinderNames.CLUSTER, settings.cluster());
        if (use == Use.BACKUP) {
            metadata.put(SnapshotParameters.TYPE, SnapshotParameters.BACKUP);
        }
        var request = new NewSnapshot(
                spec.name().value(), CinderNames.DESCRIPTION, spec.source().value(), taking.force(), metadata);
        return switch (Answers.ask(what(), () -> cloud.snapshots().create(request, deadline))) {
            case Asked.Granted<BlockSnapshot> granted -> granted.answer();
            case Asked.Refused<BlockSnapshot> refused when refused.status() == 400 -> throw unfit(refused);
            case Asked.Refused<BlockSnapshot> refused -> throw refused.failure();
        };
    }

    private Failure unfit(Asked.Refused<BlockSnapshot> refused) {
        // Cinder answers 400, not 404, for an id that is no UUID.
        var source = spec.source().value();
        if (Answers.find(what(), () -> cloud.volumes().show(source, deadline)).isEmpty()) {
            return new Failure.NotFound(what() + ": there is no such volume");
        }
        var words = refused.words().toLowerCase(Locale.ROOT);
        if (words.contains("in-use")) {
            return new Failure.Precondition(what() + ": " + refused.words() + "; to take snapshots of volumes"
                    + " in use set the parameter " + SnapshotParameters.FORCE + "=true in the VolumeSnapshotClass");
        }
        if (words.contains("error")) {
            return new Failure.Precondition(what() + ": " + refused.words());
        }
        return words.contains("status") ? new Failure.Aborted(what() + ": " + refused.words()) : refused.failure();
    }

    private BlockSnapshot await(Wait<BlockSnapshot> wait, BlockSnapshot begun, Duration patience) {
        if (begun.status() != SnapshotStatus.Known.CREATING) {
            return begun;
        }
        try {
            return Answers.read(what(), () -> cloud.snapshotWatch().await(wait, deadline.within(patience)))
                    .orElseThrow(() -> new Failure.Aborted(
                            what() + ": snapshot " + begun.id() + " was deleted while it was being taken"));
        } catch (Failure.Unfinished _) {
            // Not ready is an answer, too: the caller repeats until it is.
            return begun;
        }
    }

    private static Wait<BlockSnapshot> ready(BlockSnapshot begun) {
        return new Wait<>(
                begun.id(),
                "create snapshot",
                "snapshot " + begun.id() + " to become available",
                true,
                state -> state.stream().noneMatch(snapshot -> snapshot.status() == SnapshotStatus.Known.CREATING));
    }
}
