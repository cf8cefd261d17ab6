package org.moorage.api.volume;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Grows volumes, in use or not. Implementing this announces `EXPAND_VOLUME` and both kinds of volume
/// expansion.
public interface VolumeExpander extends Role {
    /// Grows the volume to the least size in the range and returns when the backend has done so. A volume that
    /// is large enough already is a success and stays as it is: a repeat may ask for less than an earlier try
    /// did.
    ///
    /// @throws Failure.NotFound     there is no such volume
    /// @throws Failure.OutOfRange   the size cannot be had, or the volume is already larger than the limit:
    ///     nothing shrinks
    /// @throws Failure.Exhausted    no room or quota; the volume has its old size
    /// @throws Failure.Aborted      the volume is in a passing state in which it cannot grow
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer
    Expansion expand(ExpandSpec spec, Deadline deadline);
}
