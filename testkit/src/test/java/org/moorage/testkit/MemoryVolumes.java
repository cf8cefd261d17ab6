package org.moorage.testkit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeSpec;

/// Volumes in memory, as they should be. What is wrong with them is said by who extends it.
class MemoryVolumes implements VolumeCloner, VolumeHealth {
    final Map<String, Volume> byName = new LinkedHashMap<>();
    final Map<VolumeId, Health> ailing = new HashMap<>();
    private int count;

    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        var there = byName.get(spec.name().value());
        var volume = there != null ? there : made(spec);
        if (!spec.capacity().contains(volume.capacity()) || !volume.source().equals(spec.source())) {
            throw new Failure.Conflict("there is another volume of that name");
        }
        byName.put(spec.name().value(), volume);
        return volume;
    }

    Volume made(VolumeSpec spec) {
        var size = size(spec);
        if (spec.capacity().limit().stream().anyMatch(limit -> limit.compareTo(size) < 0)) {
            throw new Failure.OutOfRange("the source is larger");
        }
        return new Volume(new VolumeId("volume-" + count++), size, Map.of(), List.of(), spec.source());
    }

    Bytes size(VolumeSpec spec) {
        var asked = spec.capacity().required().orElse(Bytes.GIB);
        var source = spec.source()
                .map(content ->
                        require(((ContentSource.FromVolume) content).volume()).capacity());
        return source.filter(least -> least.compareTo(asked) > 0).orElse(asked);
    }

    Volume require(VolumeId id) {
        return byName.values().stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        byName.values().removeIf(volume -> volume.id().equals(id));
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        require(id);
        return new Verdict.Confirmed();
    }

    @Override
    public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        return new Page<>(byName.values().stream().map(this::shown).toList(), Optional.empty());
    }

    @Override
    public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        return byName.values().stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst()
                .map(this::shown);
    }

    PublishedVolume shown(Volume volume) {
        return new PublishedVolume(volume, Set.of(), ailing.getOrDefault(volume.id(), Health.GOOD));
    }
}
