package org.moorage.manila;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Lists the snapshots of shares that speak the driver's protocol, whoever took them, in the cloud of
/// the request's secrets, or in the driver's own. Those between a share and its clone are the driver's
/// own affair.
final class ManilaSnapshotCatalog implements SnapshotCatalog {
    private final Clouds clouds;
    private final DriverSettings settings;

    ManilaSnapshotCatalog(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
        var cloud = clouds.of(query.secrets(), deadline);
        var everything = ShareSelection.everything();
        var wanted =
                query.source().map(share -> everything.ofShare(share.value())).orElse(everything);
        var all = Answers.read("list snapshots", () -> cloud.snapshots().list(wanted, deadline)).entries().stream()
                .filter(this::isShown)
                .toList();
        var found = IdPages.of(all, ShareSnapshot::id, page);
        return new Page<>(found.entries().stream().map(ManilaSnapshots::answer).toList(), found.next());
    }

    @Override
    public Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets, deadline);
        return Answers.read("look up snapshot " + id, () -> cloud.snapshots().find(id.value(), deadline))
                .filter(this::isShown)
                .map(ManilaSnapshots::answer);
    }

    private boolean isShown(ShareSnapshot snapshot) {
        return snapshot.status() != ShareStatus.Known.DELETING
                && !snapshot.description().equals(ManilaNames.CLONE_DESCRIPTION)
                && snapshot.protocol().stream()
                        .allMatch(protocol ->
                                protocol.equalsIgnoreCase(settings.protocol().name()));
    }
}
