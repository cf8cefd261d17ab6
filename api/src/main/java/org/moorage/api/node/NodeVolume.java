package org.moorage.api.node;

import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;

/// A volume as the node's side of a request names it (CSI 1.13, NodeStageVolumeRequest and
/// NodePublishVolumeRequest).
///
/// @param id             the volume
/// @param capability     the way in which it is to be used
/// @param volumeContext  what its creation returned; empty for volumes made by hand or by other drivers
/// @param publishContext what its attachment returned
/// @param secrets        the secrets of the request
public record NodeVolume(
        VolumeId id,
        VolumeCapability capability,
        Map<String, String> volumeContext,
        Map<String, String> publishContext,
        Secrets secrets) {
    /// Copies the contexts.
    public NodeVolume {
        volumeContext = Map.copyOf(volumeContext);
        publishContext = Map.copyOf(publishContext);
    }
}
