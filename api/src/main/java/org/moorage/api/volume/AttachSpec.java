package org.moorage.api.volume;

import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;

/// The attachment that a caller wants (CSI 1.13, ControllerPublishVolumeRequest).
///
/// @param volume     the volume to attach
/// @param node       the node to attach it to
/// @param capability the way in which it will be used there
/// @param readOnly   whether it is to be attached without the right to write
/// @param context    the volume's context as its creation returned it; empty for volumes that were made by hand
/// @param secrets    the secrets of the request
public record AttachSpec(
        VolumeId volume,
        NodeId node,
        VolumeCapability capability,
        boolean readOnly,
        Map<String, String> context,
        Secrets secrets) {
    /// Copies the context.
    public AttachSpec {
        context = Map.copyOf(context);
    }
}
