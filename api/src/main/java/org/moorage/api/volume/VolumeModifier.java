package org.moorage.api.volume;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Changes what a volume is like: its type, its metadata, its flags. Implementing this announces
/// `MODIFY_VOLUME`, and that {@link VolumeSpec#mutableParameters} are heeded when a volume is made.
///
/// Calls for one volume never overlap in this process, but may across two.
public interface VolumeModifier extends Role {
    /// Makes the volume what the parameters say, and returns when the backend has done so. What they do not
    /// name stays as it is. A volume that is so already is a success that changes nothing, since callers repeat
    /// this for days.
    ///
    /// What the caller may not have is refused before anything is changed. Several changes are made one after
    /// the other, the one that is most likely refused first; a repeat goes on where the last try stopped.
    ///
    /// The caller takes {@link Failure.Invalid} alone for word that the parameters cannot be had, and holds on
    /// to them after {@link Failure.Unfinished}, {@link Failure.Aborted}, {@link Failure.Unavailable} and
    /// {@link Failure.Exhausted} even if its user has chosen others meanwhile. The last is therefore not
    /// thrown.
    ///
    /// @throws Failure.Invalid      a parameter is unknown, malformed, or cannot be had by this volume
    /// @throws Failure.NotFound     there is no such volume
    /// @throws Failure.Precondition the volume cannot be changed so while it is as it is, such as in use; or a
    ///     quota is used up
    /// @throws Failure.Aborted      the volume is in a passing state in which it cannot be changed
    /// @throws Failure.Broken       the backend took the change on and failed; the volume is as it was
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer
    void modify(ModifySpec spec, Deadline deadline);
}
