package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;

/// What it takes to stage a volume (CSI 1.13, NodeStageVolumeRequest).
///
/// @param volume     the volume, for messages
/// @param access     how the node reaches it
/// @param capability the way in which it is to be used
/// @param staging    where the file system is mounted; for raw block access nothing is put there
public record StageRequest(VolumeId volume, NodeAccess access, VolumeCapability capability, Path staging) {}
