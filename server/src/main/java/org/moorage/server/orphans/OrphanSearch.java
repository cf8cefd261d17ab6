package org.moorage.server.orphans;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.inventory.OwnedObject.Kind;

/// Finds what this cluster made and does not name any more.
///
/// The cloud is read before the cluster: what is claimed in between is then seen as claimed, and what is made in
/// between is not seen at all. Of what is young nothing is said.
///
/// @param inventory what the cluster made
/// @param cluster   what the cluster names
/// @param least     how old an orphan is, at least
/// @param clock     the time
public record OrphanSearch(Inventory inventory, NamingCluster cluster, Duration least, InstantSource clock) {
    /// Looks once.
    ///
    /// @throws Failure.Precondition the driver was given no mark to tell its objects by
    /// @throws Failure.Unavailable  the cloud or the cluster cannot be read whole
    public Findings look(Deadline deadline) {
        var mark = inventory
                .mark()
                .orElseThrow(() -> new Failure.Precondition("--cluster is empty: what this cluster made cannot be told"
                        + " from what others made, so there is nothing to look for"));
        var at = clock.instant();
        var owned = inventory.list(deadline);
        var names = cluster.names(deadline);
        var judged =
                owned.stream().filter(object -> names.judges(object.kind())).toList();
        var claimed = judged.stream().filter(names::name).toList();
        var orphans = judged.stream()
                .filter(object -> !names.name(object))
                .filter(object -> Duration.between(object.createdAt(), at).compareTo(least) >= 0)
                .sorted(Comparator.comparing(OwnedObject::createdAt).thenComparing(OwnedObject::id))
                .toList();
        return new Findings(mark, owned.size(), claimed.size(), orphans, doubt(mark, judged, claimed), at);
    }

    /// A cluster that names nothing of a kind, where there is some that bears its mark, is most likely another one, or
    /// has lost its objects.
    private static Optional<String> doubt(String mark, List<OwnedObject> judged, List<OwnedObject> claimed) {
        return Stream.of(Kind.values())
                .filter(kind -> claimed.stream().noneMatch(object -> object.kind() == kind))
                .filter(kind -> judged.stream().anyMatch(object -> object.kind() == kind))
                .findFirst()
                .map(kind -> "the cluster names none of the "
                        + judged.stream()
                                .filter(object -> object.kind() == kind)
                                .count() + " "
                        + kind.name().toLowerCase(Locale.ROOT) + "s that bear the mark '" + mark
                        + "': is it the right cluster, has no other one this mark, and has it lost no objects?");
    }

    /// Whether the cluster, looked at anew, still does not name the object.
    boolean isStillOrphan(OwnedObject object, Deadline deadline) {
        var names = cluster.names(deadline);
        return names.judges(object.kind()) && !names.name(object);
    }
}
