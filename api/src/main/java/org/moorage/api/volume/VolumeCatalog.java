package org.moorage.api.volume;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Lists volumes and finds single ones, with the nodes they are attached to. Implementing this announces
/// `LIST_VOLUMES`,
/// `LIST_VOLUMES_PUBLISHED_NODES` and `GET_VOLUME`.
public interface VolumeCatalog extends Role {
    /// Lists volumes. What {@link VolumeProvisioner#create} returned is in the next listing, what {@link
    /// VolumeProvisioner#delete} removed is not. A listing is whole or fails: callers take a volume that is
    /// missing for detached.
    ///
    /// @throws Failure.Aborted     the token is of no listing, or its listing has gone; start again
    /// @throws Failure.Unavailable a cloud did not answer
    Page<PublishedVolume> list(Page.Request page, Deadline deadline);

    /// The volume of that id; empty when there is none, or when it is being deleted.
    ///
    /// @throws Failure.Unavailable a cloud did not answer
    Optional<PublishedVolume> find(VolumeId id, Deadline deadline);
}
