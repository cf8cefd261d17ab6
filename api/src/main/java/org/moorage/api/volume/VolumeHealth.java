package org.moorage.api.volume;

/// Tells how volumes are: each {@link PublishedVolume} of this catalog carries its {@link Health} as the backend knows
/// it. Implementing this announces `VOLUME_CONDITION` (CSI 1.12) and `GET_VOLUME_HEALTH` and `LIST_VOLUME_HEALTH`
/// (1.13).
///
/// What is asked about one volume ({@link #find}) may be looked at more closely than what is in a listing; neither
/// fails because the health alone cannot be told.
public interface VolumeHealth extends VolumeCatalog {}
