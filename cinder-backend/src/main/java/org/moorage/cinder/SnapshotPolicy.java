package org.moorage.cinder;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.blockstorage.BlockVolume;

/// What becomes of a volume that is deleted while there are snapshots of it: the StorageClass parameter
/// `deleteWithSnapshots`, which the volume's metadata keeps until then.
enum SnapshotPolicy {
    /// It stays, and the answer names the snapshots. This is so unless something else was asked for.
    REFUSE,
    /// The snapshots that this cluster took go first; any other stands in the way.
    CASCADE,
    /// It is out of sight, and goes with the last of its snapshots.
    DEFER;

    static final String PARAMETER = "deleteWithSnapshots";

    /// As a StorageClass and metadata spell it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The policy of a StorageClass.
    ///
    /// @throws Failure.Invalid there is none of that name
    static SnapshotPolicy asked(String text) {
        return of(text).orElseThrow(() -> new Failure.Invalid("StorageClass parameter " + PARAMETER + ": '" + text
                + "' is none of "
                + Arrays.stream(values()).map(SnapshotPolicy::text).collect(Collectors.joining(", "))));
    }

    /// The policy that the volume was made with.
    static SnapshotPolicy of(BlockVolume volume) {
        return Optional.ofNullable(volume.metadata().get(CinderNames.SNAPSHOT_POLICY))
                .flatMap(SnapshotPolicy::of)
                .orElse(REFUSE);
    }

    private static Optional<SnapshotPolicy> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text().equals(text))
                .findFirst();
    }
}
