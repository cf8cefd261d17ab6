package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.testkit.SnapshotCatalogContract;

class ManilaSnapshotCatalogContractTest extends SnapshotCatalogContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    private int count;

    @Override
    protected SnapshotCatalog catalog() {
        return cloud.role(SnapshotCatalog.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }

    @Override
    protected SnapshotId snapshot(VolumeId volume) {
        return cloud.snapshots()
                .create(cloud.snapshot("snapshot-" + count++, volume), TestCloud.soon())
                .id();
    }

    @Override
    protected void delete(SnapshotId snapshot) {
        cloud.snapshots().delete(snapshot, Secrets.none(), TestCloud.soon());
    }

    @Override
    protected void beginToDelete(SnapshotId snapshot) {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DELETE_SHARE_SNAPSHOT));
        cloud.look(manila -> {
            manila.snapshots().delete(snapshot.value(), TestCloud.soon());
            return snapshot;
        });
    }
}
