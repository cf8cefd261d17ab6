package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.openstack.blockstorage.Snapshots;
import org.moorage.testkit.SnapshotCatalogContract;

class CinderSnapshotCatalogContractTest extends SnapshotCatalogContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected SnapshotCatalog catalog() {
        return cloud.role(SnapshotCatalog.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected SnapshotId snapshot(VolumeId volume) {
        return cloud.snapshotted("snapshot-" + count++, volume);
    }

    @Override
    protected void delete(SnapshotId snapshot) {
        cloud.snapshots().delete(snapshot, Secrets.none(), TestCloud.soon());
    }

    @Override
    protected void beginToDelete(SnapshotId snapshot) {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DELETE_SNAPSHOT));
        cloud.ask(at -> {
            new Snapshots(at.blockStorage(), false).delete(snapshot.value(), TestCloud.soon());
            return snapshot;
        });
    }
}
