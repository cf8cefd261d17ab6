package org.moorage.manila;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.SharedRead;

/// Lists the shares that this driver made for its cluster in the driver's own cloud, and says how they
/// are. One listing serves calls that come together. Nodes are none: who uses a share is not known
/// where nobody attaches it.
final class ManilaVolumeCatalog implements VolumeHealth {
    private final ManilaCloud cloud;
    private final DriverSettings settings;
    private final SharedRead<List<Share>> listing;

    ManilaVolumeCatalog(ManilaCloud cloud, DriverSettings settings, InstantSource clock) {
        this.cloud = cloud;
        this.settings = settings;
        this.listing = new SharedRead<>(this::read, Duration.ZERO, clock);
    }

    @Override
    public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        var all = Answers.read("list shares", () -> listing.now(deadline));
        var found = IdPages.of(all, Share::id, page);
        return new Page<>(
                found.entries().stream().map(ManilaVolumeCatalog::shown).toList(), found.next());
    }

    private List<Share> read(Deadline deadline) {
        var everything = ShareSelection.everything();
        var ours = settings.cluster().isEmpty()
                ? everything
                : everything.marked(Map.of(ManilaNames.CLUSTER, settings.cluster()));
        return cloud.shares().list(ours, deadline).entries().stream()
                .filter(share -> share.description().equals(ManilaNames.SHARE_DESCRIPTION))
                .filter(this::isThere)
                .toList();
    }

    @Override
    public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        return Answers.read("look up share " + id, () -> cloud.shares().find(id.value(), deadline))
                .filter(this::isThere)
                .map(ManilaVolumeCatalog::shown);
    }

    private boolean isThere(Share share) {
        return share.protocol().equals(settings.protocol().name())
                && share.status() != ShareStatus.Known.DELETING
                && !share.softDeleted();
    }

    /// Without export locations, which are one more request each, and without what only the claim's
    /// class says.
    private static PublishedVolume shown(Share share) {
        var context = new LinkedHashMap<String, String>();
        context.put(ContextKeys.SHARE_ID, share.id());
        context.put(ContextKeys.PROTOCOL, share.protocol());
        share.group().ifPresent(group -> context.put(ContextKeys.GROUP_ID, group));
        var volume = new Volume(new VolumeId(share.id()), share.size(), context, List.of(), source(share));
        return new PublishedVolume(volume, Set.of(), ShareAilments.of(share));
    }

    private static Optional<ContentSource> source(Share share) {
        return Optional.ofNullable(share.metadata().get(WantedShare.CLONE_OF))
                .<ContentSource>map(id -> new ContentSource.FromVolume(new VolumeId(id)))
                .or(() -> share.snapshot().map(id -> new ContentSource.FromSnapshot(new SnapshotId(id))));
    }
}
