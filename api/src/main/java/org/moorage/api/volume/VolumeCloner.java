package org.moorage.api.volume;

/// Makes volumes from other volumes: {@link VolumeProvisioner#create} accepts {@link ContentSource.FromVolume}.
/// Implementing this announces `CLONE_VOLUME`.
public interface VolumeCloner extends VolumeProvisioner {}
