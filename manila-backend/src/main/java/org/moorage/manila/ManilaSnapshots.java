package org.moorage.manila;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.config.Parameter;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes and deletes snapshots of shares.
final class ManilaSnapshots implements SnapshotProvisioner {
    /// Most clouds take a snapshot in less, which saves the caller the repeat; the others are not
    /// waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String SNAPSHOTTER = "csi.storage.k8s.io/";
    /// All that a VolumeSnapshotClass can say.
    static final List<Parameter> DECLARED = List.of(new Parameter(
            ShareMetadata.SNAPSHOT_PARAMETER,
            "new: entries of the snapshot's metadata, a JSON object of texts; Manila keeps them from 2.73 on"));

    private static final Logger LOG = LoggerFactory.getLogger(ManilaSnapshots.class);

    private final Clouds clouds;
    private final DriverSettings settings;

    ManilaSnapshots(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Snapshot create(SnapshotSpec spec, Deadline deadline) {
        var metadata = metadata(spec.parameters());
        var wanted = new SnapshotCreation.Wanted(
                spec.name().value(),
                ManilaNames.SNAPSHOT_DESCRIPTION,
                spec.source().value(),
                metadata,
                settings.protocol());
        var what = "create snapshot " + spec.name() + " of share " + spec.source();
        var cloud = clouds.of(spec.secrets(), deadline);
        return answer(new SnapshotCreation(cloud, wanted, what, deadline).make(PATIENCE));
    }

    /// What the snapshotter says of the snapshot, the user's own entries, and the cluster.
    private Map<String, String> metadata(Map<String, String> parameters) {
        var metadata = new LinkedHashMap<String, String>();
        var texts = new ClassTexts("VolumeSnapshotClass parameter", parameters);
        texts.text(ShareMetadata.SNAPSHOT_PARAMETER)
                .ifPresent(text -> metadata.putAll(ShareMetadata.parse(ShareMetadata.SNAPSHOT_PARAMETER, text)));
        parameters.forEach((key, value) -> {
            if (key.startsWith(SNAPSHOTTER + "volumesnapshot") && !value.isEmpty()) {
                metadata.put(key, value);
            } else if (!key.equals(ShareMetadata.SNAPSHOT_PARAMETER) && !key.startsWith(SNAPSHOTTER)) {
                LOG.atWarn().addKeyValue("parameter", key).log("unknown VolumeSnapshotClass parameter is ignored");
            }
        });
        if (!settings.cluster().isEmpty()) {
            metadata.put(ManilaNames.CLUSTER, settings.cluster());
        }
        return metadata;
    }

    @Override
    public void delete(SnapshotId id, Secrets secrets, Deadline deadline) {
        SnapshotRemoval.delete(clouds.of(secrets, deadline), id.value(), deadline);
    }

    /// A snapshot as the callers of CSI see it.
    static Snapshot answer(ShareSnapshot snapshot) {
        return new Snapshot(
                new SnapshotId(snapshot.id()),
                new VolumeId(snapshot.share()),
                snapshot.shareSize(),
                snapshot.createdAt(),
                snapshot.status() == ShareStatus.Known.AVAILABLE);
    }
}
