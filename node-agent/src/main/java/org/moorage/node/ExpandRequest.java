package org.moorage.node;

import java.nio.file.Path;
import java.util.Optional;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;

/// What it takes to grow what is on a device after the device has grown (CSI 1.13, NodeExpandVolumeRequest).
///
/// @param volume     the volume, for messages
/// @param volumePath where it is published or staged
/// @param staging    where it is staged, if the caller says
/// @param required   the size that the device must have at least, if the caller says
/// @param capability the way in which it is used, if the caller says; callers often do not
public record ExpandRequest(
        VolumeId volume,
        Path volumePath,
        Optional<Path> staging,
        Optional<Bytes> required,
        Optional<VolumeCapability> capability) {}
