package org.moorage.cinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.Bytes;
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
    ///
    /// @param zones the availability zones of its cloud
    Volume created(BlockVolume volume, WantedVolume wanted, Zones zones) {
        var source = wanted.spec().source();
        var context = new HashMap<>(wanted.formatting());
        context.putAll(Affinity.of(volume.metadata()).context());
        if (source.isPresent()) {
            context.put(CinderNames.RESIZE_REQUIRED, "true");
        }
        var preferred = wanted.spec().topology().preferred();
        var accessible = settings.withTopology() && settings.ignoreVolumeZone() ? preferred : accessible(volume, zones);
        return new Volume(new VolumeId(volume.id()), volume.size(), context, accessible, source);
    }

    /// A volume that was found.
    ///
    /// @param zones the availability zones of its cloud
    Volume found(BlockVolume volume, Zones zones) {
        var source = volume.snapshot()
                .or(() -> Optional.ofNullable(volume.metadata().get(CinderNames.SOURCE_BACKUP)))
                .<ContentSource>map(id -> new ContentSource.FromSnapshot(new SnapshotId(id)))
                .or(() -> volume.sourceVolume().map(id -> new ContentSource.FromVolume(new VolumeId(id))));
        return new Volume(new VolumeId(volume.id()), volume.size(), Map.of(), accessible(volume, zones), source);
    }

    /// A volume of which no more is known than its id.
    static Volume foreign(String id) {
        return new Volume(new VolumeId(id), Bytes.ofGib(0), Map.of(), List.of(), Optional.empty());
    }

    private List<Topology> accessible(BlockVolume volume, Zones zones) {
        var zone = settings.withTopology() && !settings.ignoreVolumeZone()
                ? volume.availabilityZone()
                : Optional.<String>empty();
        return zone.map(zones::reaching).orElse(List.of());
    }
}
