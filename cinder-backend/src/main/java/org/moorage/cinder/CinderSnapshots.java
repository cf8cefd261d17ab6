package org.moorage.cinder;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.NewSnapshot;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.watch.Wait;

/// Takes and deletes Cinder snapshots.
final class CinderSnapshots implements SnapshotProvisioner {
    /// Most clouds take a snapshot in less, which saves the caller the repeat; the others are not waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Comparator<BlockSnapshot> ELDEST_FIRST =
            Comparator.comparing(BlockSnapshot::createdAt).thenComparing(BlockSnapshot::id);

    private final Clouds clouds;
    private final DriverSettings settings;

    CinderSnapshots(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Snapshot create(SnapshotSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var parameters = SnapshotParameters.of(spec.parameters());
        var begun = find(cloud, spec, deadline).orElseGet(() -> begin(cloud, spec, parameters, deadline));
        var snapshot = awaitBriefly(cloud, begun, deadline);
        return switch (snapshot.status()) {
            case SnapshotStatus.Known.AVAILABLE, SnapshotStatus.Known.CREATING -> answer(snapshot);
            case SnapshotStatus.Known.ERROR -> throw removed(cloud, spec, snapshot, deadline);
            case SnapshotStatus other ->
                throw new Failure.Unavailable(
                        what(spec) + ": snapshot " + snapshot.id() + " has status " + other.text());
        };
    }

    @Override
    public void delete(SnapshotId id, Secrets secrets, Deadline deadline) {
        SnapshotRemoval.delete(clouds.of(secrets), id.value(), deadline);
    }

    /// A snapshot as the callers of CSI see it.
    static Snapshot answer(BlockSnapshot snapshot) {
        return new Snapshot(
                new SnapshotId(snapshot.id()),
                new VolumeId(snapshot.volume()),
                snapshot.size(),
                snapshot.createdAt(),
                snapshot.status() == SnapshotStatus.Known.AVAILABLE);
    }

    private static String what(SnapshotSpec spec) {
        return "create snapshot " + spec.name() + " of volume " + spec.source();
    }

    private Optional<BlockSnapshot> find(CinderCloud cloud, SnapshotSpec spec, Deadline deadline) {
        var ours = ours(cloud, spec, deadline);
        var match = ours.stream()
                .filter(snapshot -> snapshot.volume().equals(spec.source().value()))
                .findFirst();
        if (match.isEmpty() && !ours.isEmpty()) {
            var first = ours.getFirst();
            throw new Failure.Conflict("snapshot " + spec.name() + " exists with id " + first.id()
                    + ", but its volume is " + first.volume() + ", asked for is " + spec.source());
        }
        return match;
    }

    private List<BlockSnapshot> ours(CinderCloud cloud, SnapshotSpec spec, Deadline deadline) {
        var name = spec.name().value();
        return CinderFailures.read(
                        what(spec),
                        () -> cloud.snapshots().list(Selection.everything().named(name), deadline))
                .entries()
                .stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .filter(snapshot ->
                        settings.cluster().equals(snapshot.metadata().get(CinderNames.CLUSTER)))
                .filter(snapshot -> snapshot.status() != SnapshotStatus.Known.DELETING)
                .sorted(ELDEST_FIRST)
                .toList();
    }

    private BlockSnapshot begin(
            CinderCloud cloud, SnapshotSpec spec, SnapshotParameters parameters, Deadline deadline) {
        var metadata = new HashMap<>(parameters.content());
        metadata.put(CinderNames.CLUSTER, settings.cluster());
        var request = new NewSnapshot(
                spec.name().value(), CinderNames.DESCRIPTION, spec.source().value(), parameters.force(), metadata);
        return switch (CinderFailures.ask(what(spec), () -> cloud.snapshots().create(request, deadline))) {
            case Asked.Granted<BlockSnapshot> granted -> granted.answer();
            case Asked.Refused<BlockSnapshot> refused
            when refused.status() == 400 -> throw unfit(cloud, spec, refused, deadline);
            case Asked.Refused<BlockSnapshot> refused -> throw refused.failure();
        };
    }

    private static Failure unfit(
            CinderCloud cloud, SnapshotSpec spec, Asked.Refused<BlockSnapshot> refused, Deadline deadline) {
        // Cinder answers 400, not 404, for an id that is no UUID.
        var source = spec.source().value();
        if (CinderFailures.find(what(spec), () -> cloud.volumes().show(source, deadline))
                .isEmpty()) {
            return new Failure.NotFound(what(spec) + ": there is no such volume");
        }
        var words = refused.words().toLowerCase(Locale.ROOT);
        if (words.contains("in-use")) {
            return new Failure.Precondition(what(spec) + ": " + refused.words() + "; to take snapshots of volumes"
                    + " in use set the parameter " + SnapshotParameters.FORCE + "=true in the VolumeSnapshotClass");
        }
        if (words.contains("error")) {
            return new Failure.Precondition(what(spec) + ": " + refused.words());
        }
        return words.contains("status") ? new Failure.Aborted(what(spec) + ": " + refused.words()) : refused.failure();
    }

    private static BlockSnapshot awaitBriefly(CinderCloud cloud, BlockSnapshot begun, Deadline deadline) {
        if (begun.status() != SnapshotStatus.Known.CREATING) {
            return begun;
        }
        var wait = new Wait<BlockSnapshot>(
                begun.id(),
                "create snapshot",
                "snapshot " + begun.id() + " to become available",
                true,
                state -> state.stream().noneMatch(snapshot -> snapshot.status() == SnapshotStatus.Known.CREATING));
        try {
            return CinderFailures.read(
                            "create snapshot " + begun.name(),
                            () -> cloud.snapshotWatch().await(wait, deadline.within(PATIENCE)))
                    .orElseThrow(() ->
                            new Failure.Aborted("snapshot " + begun.id() + " was deleted while it was being taken"));
        } catch (Failure.Unfinished _) {
            // Not ready is an answer, too: the caller repeats until it is.
            return begun;
        }
    }

    private static Failure removed(CinderCloud cloud, SnapshotSpec spec, BlockSnapshot snapshot, Deadline deadline) {
        var cause = Causes.of(cloud, snapshot.id(), deadline);
        SnapshotRemoval.discard(cloud, snapshot.id(), deadline);
        return Causes.failure(what(spec), cause);
    }
}
