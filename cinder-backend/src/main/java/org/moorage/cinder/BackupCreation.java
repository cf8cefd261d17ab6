package org.moorage.cinder;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BackupStatus;
import org.moorage.openstack.blockstorage.BlockBackup;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.NewBackup;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.watch.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One backup on its way into being: a snapshot that holds the moment, a backup of that, the snapshot's end.
///
/// Each call goes as far as it comes and the next goes on from what it finds; the backup's id is answered as soon as
/// there is one. The snapshot bears the backup's name and a mark, goes when the backup is whole, and is never shown to
/// anybody. A snapshot of that name without the mark is touched only where the backup itself says that it was made of
/// it, as the Go driver leaves them.
///
/// @param cloud      where it shall be
/// @param spec       what is asked for
/// @param parameters how it is to be made
/// @param settings   what the operator set
/// @param clock      tells how long a backup has been under way
/// @param deadline   how long this call may take
record BackupCreation(
        CinderCloud cloud,
        SnapshotSpec spec,
        SnapshotParameters parameters,
        DriverSettings settings,
        InstantSource clock,
        Deadline deadline) {
    /// Small volumes are backed up in less, which saves the caller the repeat; others are not waited for.
    private static final Duration BRIEFLY = Duration.ofSeconds(2);
    /// For a snapshot the caller's own deadline is the limit: without it there is no id to answer.
    private static final Duration LONG = Duration.ofHours(1);
    /// What the Go driver grants to any backup beside the time for its size.
    private static final Duration ANY_SIZE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BackupCreation.class);
    private static final Comparator<BlockBackup> ELDEST_FIRST =
            Comparator.comparing(BlockBackup::createdAt).thenComparing(BlockBackup::id);

    /// The backup as it stands, ready or not.
    ///
    /// @throws Failure.Conflict one of that name is of another volume
    Snapshot make() {
        var found = find();
        var backup = awaitBriefly(found.isPresent() ? found.get() : begin());
        cloud.kinds().learn(backup.id(), SnapshotKinds.Kind.BACKUP);
        switch (backup.status()) {
            case BackupStatus.Known.AVAILABLE, BackupStatus.Known.RESTORING ->
                BackupRemoval.discardSource(cloud, backup, deadline);
            case BackupStatus.Known.CREATING -> requireInTime(backup);
            case BackupStatus.Known.ERROR -> throw removed(backup);
            case BackupStatus other ->
                throw new Failure.Unavailable(what() + ": backup " + backup.id() + " has status " + other.text());
        }
        return Copy.answer(backup);
    }

    private String what() {
        return "create backup " + spec.name() + " of volume " + spec.source();
    }

    private Optional<BlockBackup> find() {
        var ours = Answers.read(what(), this::list);
        var match = chosen(ours);
        if (match.isEmpty() && !ours.isEmpty()) {
            var first = ours.getFirst();
            throw new Failure.Conflict("backup " + spec.name() + " exists with id " + first.id()
                    + ", but its volume is " + first.volume() + ", asked for is " + spec.source());
        }
        match.filter(_ -> ours.size() > 1)
                .ifPresent(backup -> LOG.atWarn()
                        .addKeyValue("snapshot_id", backup.id())
                        .addKeyValue("all", ours.stream().map(BlockBackup::id).toList())
                        .log("several backups have this name: the eldest is used, the others need an operator"));
        return match;
    }

    /// All backups of that name that this cluster made and that are not going away, eldest first.
    private List<BlockBackup> list() {
        var name = spec.name().value();
        return cloud.backups().list(Selection.everything().named(name), deadline).entries().stream()
                .filter(backup -> backup.name().equals(name))
                .filter(backup -> settings.cluster().equals(backup.metadata().get(CinderNames.CLUSTER)))
                .filter(backup -> backup.status() != BackupStatus.Known.DELETING
                        && backup.status() != BackupStatus.Known.ERROR_DELETING)
                .sorted(ELDEST_FIRST)
                .toList();
    }

    /// The one to stay, as for snapshots.
    private Optional<BlockBackup> chosen(List<BlockBackup> all) {
        return all.stream()
                .filter(backup -> backup.volume().equals(spec.source().value()))
                .min(Comparator.comparing(backup -> backup.status() == BackupStatus.Known.ERROR));
    }

    private BlockBackup begin() {
        var source = new SnapshotCreation(cloud, spec, parameters, SnapshotCreation.Use.BACKUP, settings, deadline)
                .make(LONG);
        if (source.status() == SnapshotStatus.Known.CREATING) {
            throw new Failure.Unfinished(
                    what() + ": the snapshot " + source.id() + " that it is made of is still being taken");
        }
        var id = request(source, parameters.incremental());
        var all = Answers.read(what(), this::list);
        var made = all.stream()
                .filter(backup -> backup.id().equals(id))
                .findFirst()
                .orElseGet(() -> Answers.read(what(), () -> cloud.backups().show(id, deadline)));
        return chosen(all)
                .filter(eldest -> !eldest.id().equals(id))
                .map(eldest -> giveWay(made, eldest))
                .orElse(made);
    }

    /// Another process found no backup either and made the first: ours, of which nobody knows, is taken back.
    private BlockBackup giveWay(BlockBackup made, BlockBackup eldest) {
        LOG.atInfo()
                .addKeyValue("snapshot_id", made.id())
                .addKeyValue("other", eldest.id())
                .log("another process made the backup first: ours is removed");
        // Cinder deletes none that it is still making.
        var _ = Answers.read(what(), () -> cloud.backupWatch().await(done(made.id()), deadline));
        BackupRemoval.discard(cloud, made.id(), deadline);
        return eldest;
    }

    private String request(BlockSnapshot source, boolean incremental) {
        var metadata = new HashMap<>(parameters.content());
        metadata.put(CinderNames.CLUSTER, settings.cluster());
        metadata.put(SnapshotParameters.TYPE, SnapshotParameters.BACKUP);
        var request = new NewBackup(
                spec.name().value(),
                CinderNames.DESCRIPTION,
                spec.source().value(),
                source.id(),
                parameters.availability(),
                parameters.force(),
                incremental,
                metadata);
        return switch (Answers.ask(what(), () -> cloud.backups().create(request, deadline))) {
            case Asked.Granted<String> granted -> granted.answer();
            case Asked.Refused<String> refused
            when incremental && isWithoutParent(refused) -> {
                LOG.atInfo()
                        .addKeyValue("volume_id", spec.source().value())
                        .log("the volume has no backup to add to: this one becomes whole");
                yield request(source, false);
            }
            case Asked.Refused<String> refused
            when isPassing(refused) -> throw new Failure.Aborted(what() + ": " + refused.words());
            case Asked.Refused<String> refused -> {
                SnapshotRemoval.discard(cloud, source.id(), deadline);
                throw settled(refused);
            }
        };
    }

    private static boolean isWithoutParent(Asked.Refused<String> refused) {
        return refused.status() == 400
                && refused.words().toLowerCase(Locale.ROOT).contains("no backups available");
    }

    /// The backup before this one is still being made, or another process makes this one now.
    private static boolean isPassing(Asked.Refused<String> refused) {
        var words = refused.words().toLowerCase(Locale.ROOT);
        return refused.status() == 409
                || (refused.status() == 400 && words.contains("must be available"))
                || (refused.status() == 404 && words.contains("snapshot"));
    }

    private Failure settled(Asked.Refused<String> refused) {
        var isVolume = refused.words().toLowerCase(Locale.ROOT).contains("volume");
        return refused.status() == 404 && !isVolume
                ? new Failure.Precondition(what() + ": this cloud has no backup service (" + refused.words() + "): use "
                        + SnapshotParameters.TYPE + "=snapshot in the VolumeSnapshotClass")
                : refused.failure();
    }

    private BlockBackup awaitBriefly(BlockBackup begun) {
        if (begun.status() != BackupStatus.Known.CREATING) {
            return begun;
        }
        try {
            return Answers.read(what(), () -> cloud.backupWatch().await(done(begun.id()), deadline.within(BRIEFLY)))
                    .orElseThrow(() -> new Failure.Aborted(
                            what() + ": backup " + begun.id() + " was deleted while it was being made"));
        } catch (Failure.Unfinished _) {
            // Not ready is an answer, too: the caller repeats until it is.
            return begun;
        }
    }

    private static Wait<BlockBackup> done(String id) {
        return new Wait<>(
                id,
                "create backup",
                "backup " + id + " to become available",
                true,
                state -> state.stream().noneMatch(backup -> backup.status() == BackupStatus.Known.CREATING));
    }

    private void requireInTime(BlockBackup backup) {
        parameters.patience().ifPresent(each -> {
            var allowed = each.multipliedBy(backup.size().gibRoundedUp()).plus(ANY_SIZE);
            var spent = Duration.between(backup.createdAt(), clock.instant());
            if (spent.compareTo(allowed) > 0) {
                throw new Failure.Unavailable(what() + ": backup " + backup.id() + " is being made since "
                        + spent.toSeconds() + " s, longer than the " + allowed.toSeconds() + " s that "
                        + SnapshotParameters.PATIENCE + " allows; it goes on, and is ready when Cinder says so");
            }
        });
    }

    private Failure removed(BlockBackup backup) {
        var cause = backup.failReason()
                .map(reason -> ": " + reason)
                .orElseGet(() -> Causes.of(cloud, backup.id(), deadline));
        BackupRemoval.discard(cloud, backup.id(), deadline);
        return Causes.failure(what(), cause);
    }
}
