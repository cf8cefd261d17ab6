package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

class ManilaAttacherTest {
    @AutoClose
    private final TestCloud cloud =
            TestCloud.start(Map.of("attach-required", List.of("true"), "node-networks", List.of("10.0.0.0/16")));

    @BeforeEach
    void start() {
        for (var index = 0; index < 3; index++) {
            cloud.emulator.connectServer(cloud.node(index).value(), "public", "192.168.0." + index);
            cloud.emulator.connectServer(cloud.node(index).value(), "storage", "10.0.0." + index);
        }
    }

    private VolumeId made(Map<String, String> parameters) {
        return cloud.volumes()
                .create(cloud.volume("pvc-1", parameters), TestCloud.soon())
                .id();
    }

    private AttachSpec spec(VolumeId volume, NodeId node) {
        return new AttachSpec(volume, node, TestCloud.SHARED, false, Map.of(), cloud.secrets());
    }

    private void attach(VolumeId volume, NodeId node) {
        var _ = cloud.role(VolumeAttacher.class).attach(spec(volume, node), TestCloud.soon());
    }

    private void detach(VolumeId volume, NodeId node) {
        cloud.role(VolumeAttacher.class).detach(volume, Optional.of(node), cloud.secrets(), TestCloud.soon());
    }

    /// With the Go driver a share is open to everybody, or to a list that is written beforehand.
    @Test
    void shareIsOpenToTheNodesThatUseItAndToNobodyElse() {
        var volume = made(Map.of());
        assertThat(cloud.rules(volume)).isEmpty();

        attach(volume, cloud.node(0));
        attach(volume, cloud.node(1));
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 rw", "10.0.0.1 rw");
        assertThat(cloud.shown(volume).rulesInForce()).isTrue();

        detach(volume, cloud.node(0));
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.1 rw");
    }

    @Test
    void nodesThatComeTogetherAreAllGranted() throws Exception {
        var volume = made(Map.of());
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = new ArrayList<Callable<Object>>();
            for (var index = 0; index < 3; index++) {
                var node = cloud.node(index);
                tries.add(() -> {
                    attach(volume, node);
                    return node;
                });
            }
            for (var done : workers.invokeAll(tries)) {
                assertThat(done.get()).isNotNull();
            }
        }

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 rw", "10.0.0.1 rw", "10.0.0.2 rw");
    }

    @Test
    void ruleThatAnotherNodeUsesTooStays() {
        var volume = made(Map.of());
        attach(volume, cloud.node(0));
        var behind = cloud.emulator.servers().get(2).id();
        var rule = cloud.ruleObjects(volume).getFirst();
        var _ = cloud.look(manila -> {
            manila.accessRules()
                    .putMetadata(rule.id(), Holder.marks(Set.of(Holder.node(new NodeId(behind)))), TestCloud.soon());
            return true;
        });

        detach(volume, cloud.node(0));
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 rw");
        detach(volume, new NodeId(behind));

        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void ruleOfTheClassServesAndIsNeverRevoked() {
        var volume = made(Map.of("nfs-shareClient", "10.0.0.0:ro, 10.0.5.0/24"));

        attach(volume, cloud.node(0));
        detach(volume, cloud.node(0));

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 ro", "10.0.5.0/24 rw");
    }

    @Test
    void grantThatWasCutOffIsGoneOnWith() {
        var volume = made(Map.of());
        cloud.emulator.faults().put(OperationFault.hanging(Operation.UPDATE_ACCESS));
        assertThatThrownBy(() ->
                        cloud.role(VolumeAttacher.class).attach(spec(volume, cloud.node(0)), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        attach(volume, cloud.node(0));

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 rw");
        assertThat(cloud.shown(volume).rulesInForce()).isTrue();
    }

    @Test
    void attachmentsOutliveAChangeOfTheClientList() {
        var volume = made(Map.of("nfs-shareClient", "10.9.0.0/24"));
        attach(volume, cloud.node(0));

        cloud.modifier()
                .modify(
                        new ModifySpec(volume, Map.of("nfs-shareClient", "10.8.0.0/24"), cloud.secrets()),
                        TestCloud.soon());

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0 rw", "10.8.0.0/24 rw");
    }

    @Test
    void nodeWithoutAnAddressThereIsToldWithThoseItHas() throws Exception {
        try (var elsewhere = TestCloud.start(
                Map.of("attach-required", List.of("true"), "node-networks", List.of("172.16.0.0/12")))) {
            elsewhere.emulator.connectServer(elsewhere.node(0).value(), "public", "192.168.0.9");
            var volume = elsewhere
                    .volumes()
                    .create(elsewhere.volume("pvc-1", Map.of()), TestCloud.soon())
                    .id();
            var spec =
                    new AttachSpec(volume, elsewhere.node(0), TestCloud.SHARED, false, Map.of(), elsewhere.secrets());

            assertThatThrownBy(() -> elsewhere.role(VolumeAttacher.class).attach(spec, TestCloud.soon()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("192.168.0.9")
                    .hasMessageContaining("--node-networks");
        }
    }

    @Test
    void cephFsIsRefusedAtTheStart() {
        assertThatThrownBy(() -> TestCloud.open(
                        Map.of("attach-required", List.of("true"), "share-protocol-selector", List.of("CEPHFS"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--attach-required is for NFS");
    }
}
