package org.moorage.server.orphans;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.inventory.OwnedObject;

/// What a search found.
///
/// @param mark    the mark of the cluster
/// @param owned   how many objects bear it
/// @param claimed how many of them the cluster names
/// @param orphans those that it does not, and that are old enough, eldest first
/// @param doubt   why nothing of it should be removed; empty when nothing speaks against it
/// @param at      when it was
public record Findings(
        String mark, int owned, int claimed, List<OwnedObject> orphans, Optional<String> doubt, Instant at) {
    /// Copies the list.
    public Findings {
        orphans = List.copyOf(orphans);
    }

    /// How old an object was.
    Duration age(OwnedObject object) {
        return Duration.between(object.createdAt(), at);
    }

    /// A line that says how many there are.
    public String summary() {
        return owned + " objects in the cloud bear the mark of cluster '" + mark + "'; the cluster names " + claimed
                + " of them, " + orphans.size() + " are orphans";
    }
}
