package org.moorage.cinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.blockstorage.BlockVolume;

/// Cinder's volumes as the callers of CSI see them.
///
/// @param settings what the operator set
record VolumeAnswers(DriverSettings settings) {
    /// A volume that was asked for.
    Volume created(BlockVolume volume, WantedVolume wanted) {
        var source = wanted.spec().source();
        var context = new HashMap<>(wanted.formatting());
        context.putAll(Affinity.of(volume.metadata()).context());
        if (source.isPresent()) {
            context.put(CinderNames.RESIZE_REQUIRED, "true");
        }
        var preferred = wanted.spec().topology().preferred();
        var accessible = settings.withTopology() && settings.ignoreVolumeZone() ? preferred : accessible(volume);
        return new Volume(new VolumeId(volume.id()), volume.size(), context, accessible, source);
    }

    /// A volume that was found.
    Volume found(BlockVolume volume) {
        var source = volume.snapshot()
                .or(() -> Optional.ofNullable(volume.metadata().get(CinderNames.SOURCE_BACKUP)))
                .<ContentSource>map(id -> new ContentSource.FromSnapshot(new SnapshotId(id)))
                .or(() -> volume.sourceVolume().map(id -> new ContentSource.FromVolume(new VolumeId(id))));
        return new Volume(new VolumeId(volume.id()), volume.size(), Map.of(), accessible(volume), source);
    }

    private List<Topology> accessible(BlockVolume volume) {
        var zone = settings.withTopology() && !settings.ignoreVolumeZone()
                ? volume.availabilityZone()
                : Optional.<String>empty();
        return zone.map(name -> new Topology(Map.of(CinderNames.ZONE, name))).stream()
                .toList();
    }
}
