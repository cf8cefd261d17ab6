package org.moorage.api.inventory;

import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Tells what this cluster made in the cloud and still has there, so that an operator can find what no object of the
/// cluster names any more. No CSI capability belongs to it.
///
/// What another cluster made, what a user made, and what cannot be told apart from that is never in it.
public interface Inventory extends Role {
    /// The mark by which everything that this cluster makes is known; empty when the driver was given none. Without
    /// a mark there is no inventory.
    Optional<String> mark();

    /// Everything that bears exactly this mark, in all clouds: whole, or not at all. Empty without a mark. Reads only.
    ///
    /// @throws Failure.Unavailable a cloud did not answer
    /// @throws Failure.Unfinished  the deadline came first
    List<OwnedObject> list(Deadline deadline);

    /// Removes the object, if it still is the one that was listed, bears the mark, and is held by nothing; all of that
    /// is looked at again first. What depends on the object is never removed with it. A repeat finds it gone.
    ///
    /// @return why it was left alone; empty when it is gone
    /// @throws Failure.Unavailable  the cloud did not answer; it may be gone
    /// @throws Failure.Unfinished   the deadline came first; the removal may go on
    /// @throws Failure.Precondition the cloud refuses for what holds it
    /// @throws Failure.Broken       the cloud failed to remove it
    Optional<String> remove(OwnedObject object, Deadline deadline);
}
