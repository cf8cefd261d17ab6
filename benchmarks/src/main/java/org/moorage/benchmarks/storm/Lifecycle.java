package org.moorage.benchmarks.storm;

import java.util.function.Consumer;
import org.moorage.csi.v1.Snapshot;

/// The life of one volume: created, attached, detached, deleted; on demand snapshotted and grown meanwhile. A share is
/// created and deleted: its rule is made with it.
///
/// @param after told of each step once it has succeeded
record Lifecycle(
        Csi csi,
        Persistence persistence,
        Subject subject,
        String name,
        String node,
        boolean snapshots,
        Consumer<Step> after) {
    void live() throws InterruptedException {
        var volume = persistence.insist(Step.CREATE, () -> csi.create(name));
        after.accept(Step.CREATE);
        if (subject == Subject.VOLUMES) {
            use(volume);
        }
        step(Step.DELETE, () -> csi.delete(volume));
    }

    private void use(String volume) throws InterruptedException {
        step(Step.ATTACH, () -> csi.attach(volume, node));
        if (snapshots) {
            var snapshot = persistence.insist(
                    Step.SNAPSHOT, () -> csi.snapshot(name + "-snapshot", volume), Snapshot::getReadyToUse);
            after.accept(Step.SNAPSHOT);
            step(Step.DELETE_SNAPSHOT, () -> csi.deleteSnapshot(snapshot.getSnapshotId()));
            step(Step.EXPAND, () -> csi.expand(volume));
        }
        step(Step.DETACH, () -> csi.detach(volume, node));
    }

    private void step(Step step, Runnable call) throws InterruptedException {
        persistence.insist(step, () -> {
            call.run();
            return true;
        });
        after.accept(step);
    }
}
