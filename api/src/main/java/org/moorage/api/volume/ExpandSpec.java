package org.moorage.api.volume;

import java.util.Optional;
import org.moorage.api.Secrets;

/// The growth that a caller wants (CSI 1.13, ControllerExpandVolumeRequest).
///
/// @param volume     the volume to grow
/// @param capacity   the size it shall have
/// @param capability the way in which it is used, if the caller says so
/// @param secrets    the secrets of the request
public record ExpandSpec(
        VolumeId volume, CapacityRange capacity, Optional<VolumeCapability> capability, Secrets secrets) {}
