package org.moorage.api.volume;

import java.util.List;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Creates and deletes volumes. Implementing this announces `CREATE_DELETE_VOLUME`.
///
/// Calls for one name or one id never overlap in this process, but may across two: an implementation finds what
/// is there before it acts, and acts so that two at once leave one volume.
public interface VolumeProvisioner extends Role {
    /// Returns the volume of that name, making it unless a compatible one exists. A repeat returns the same id.
    /// The volume is ready for use when this returns.
    ///
    /// A deadline half-way leaves a volume that the next call finds by its name. A volume that the backend
    /// failed to make is removed, and the reason stands in the failure.
    ///
    /// @throws Failure.Conflict     a volume of that name differs from what is asked for; the differences are
    ///     listed
    /// @throws Failure.Exhausted    no room or quota; nothing was left behind
    /// @throws Failure.OutOfRange   the size cannot be had
    /// @throws Failure.NotFound     the content source is not there
    /// @throws Failure.Precondition the content source cannot be used as it stands
    /// @throws Failure.Invalid      a parameter or a capability cannot be met
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer; a repeat finds what was begun
    Volume create(VolumeSpec spec, Deadline deadline);

    /// Deletes the volume and returns when it is gone. A volume that is not there, or is being deleted, is a
    /// success.
    ///
    /// @throws Failure.Precondition it is attached or has snapshots, which are named; it is unchanged
    /// @throws Failure.Unfinished   the deadline came first; the deletion goes on
    /// @throws Failure.Unavailable  the cloud did not answer
    void delete(VolumeId id, Secrets secrets, Deadline deadline);

    /// Says whether the volume could be used in all the ways asked for. Changes nothing.
    ///
    /// @param parameters the StorageClass parameters that the caller believes the volume was made with
    /// @throws Failure.NotFound    there is no such volume
    /// @throws Failure.Unavailable the cloud did not answer
    Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline);
}
