package org.moorage.api.volume;

/// How much room there is for volumes (CSI 1.13, GetCapacityResponse).
///
/// @param available all of it together
/// @param largest   the largest size that one volume can have now
/// @param smallest  the smallest size that a volume can have
public record Capacity(Bytes available, Bytes largest, Bytes smallest) {}
