package org.moorage.cinder;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// Lists the volumes of all clouds: all of them, since callers take a volume that is missing for detached, and
/// PersistentVolumes may name volumes that were made by hand.
final class CinderVolumeCatalog implements VolumeHealth {
    private final Clouds clouds;
    private final VolumeAnswers answers;

    CinderVolumeCatalog(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.answers = new VolumeAnswers(settings);
    }

    @Override
    public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        CloudPages.Source<BlockVolume> source = (cloud, marker, limit) -> CinderFailures.page(
                "list volumes",
                marker.isPresent(),
                () -> cloud.volumes().list(Selection.everything().page(marker, limit), deadline));
        return new CloudPages<>(clouds, source, this::shown).across(page);
    }

    @Override
    public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        for (var cloud : clouds.all()) {
            var volume = CinderFailures.find(
                    "look up volume " + id, () -> cloud.volumes().show(id.value(), deadline));
            if (volume.isPresent()) {
                return shown(
                        cloud, volume.get(), () -> VolumeAilments.closely(volume.get(), cloud.servers(), deadline));
            }
        }
        return Optional.empty();
    }

    private Optional<PublishedVolume> shown(CinderCloud cloud, BlockVolume volume) {
        return shown(cloud, volume, () -> VolumeAilments.of(volume));
    }

    private Optional<PublishedVolume> shown(CinderCloud cloud, BlockVolume volume, Supplier<Health> health) {
        if (volume.status() == VolumeStatus.Known.DELETING) {
            return Optional.empty();
        }
        var nodes = volume.attachments().stream()
                .map(attachment -> new NodeId(attachment.server()))
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new PublishedVolume(answers.found(volume, cloud.zones()), nodes, health.get()));
    }
}
