package org.moorage.api.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A volume that exists (CSI 1.13, Volume).
///
/// @param id         its id
/// @param capacity   its true size in the backend
/// @param context    what the backend wants to see again in each later call about this volume (volume_context)
/// @param accessible the places it can be reached from; empty means from everywhere
/// @param source     what it was filled with, if anything
public record Volume(
        VolumeId id,
        Bytes capacity,
        Map<String, String> context,
        List<Topology> accessible,
        Optional<ContentSource> source) {
    /// Copies the collections.
    public Volume {
        context = Map.copyOf(context);
        accessible = List.copyOf(accessible);
    }
}
