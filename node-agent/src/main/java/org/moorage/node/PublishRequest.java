package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;

/// What it takes to show a staged volume to a pod (CSI 1.13, NodePublishVolumeRequest).
///
/// @param volume     the volume, for messages
/// @param access     how the node reaches it
/// @param capability the way in which it is to be used
/// @param readOnly   whether the pod may only read, whatever the capability says
/// @param staging    where it was staged
/// @param target     where the pod looks for it
public record PublishRequest(
        VolumeId volume, NodeAccess access, VolumeCapability capability, boolean readOnly, Path staging, Path target) {}
