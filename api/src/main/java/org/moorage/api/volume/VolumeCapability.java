package org.moorage.api.volume;

/// One way in which a volume shall be usable (CSI 1.13, VolumeCapability).
///
/// @param access as a block device or as a mounted file system
/// @param mode   from how many nodes, and how
public record VolumeCapability(VolumeAccess access, AccessMode mode) {}
