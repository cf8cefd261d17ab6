package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.openstack.sharedfilesystem.NewAccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;

/// Shares that are made.
class ManilaVolumesTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Volume create(String name, Map<String, String> parameters) {
        return cloud.volumes().create(cloud.volume(name, parameters), TestCloud.soon());
    }

    private void delete(VolumeId id) {
        cloud.volumes().delete(id, cloud.secrets(), TestCloud.soon());
    }

    @Test
    void shareBearsTheNamesAndMarksOfTheGoDriver() {
        var volume = create(
                "pvc-1",
                Map.of(
                        "type", "default",
                        "nfs-shareClient", "10.0.0.0/24",
                        "appendShareMetadata", "{\"tier\": \"gold\", \"csi.storage.k8s.io/pvc/name\": \"other\"}",
                        "csi.storage.k8s.io/pvc/name", "claim",
                        "csi.storage.k8s.io/pvc/namespace", "apps"));

        var share = cloud.shown(volume.id());
        assertThat(share.name()).isEqualTo("pvc-1");
        assertThat(share.description()).isEqualTo("provisioned-by=manila.csi.openstack.org");
        assertThat(share.metadata())
                .containsOnly(
                        Map.entry("tier", "gold"),
                        Map.entry("csi.storage.k8s.io/pvc/name", "claim"),
                        Map.entry("csi.storage.k8s.io/pvc/namespace", "apps"),
                        Map.entry("manila.csi.openstack.org/cluster", "test"));
    }

    @Test
    void contextHasTheGoDriversKeysAndAllThatANodeNeeds() {
        var volume = create("pvc-1", Map.of("nfs-shareClient", "10.0.0.0/24,10.0.1.0/24", "subDir", "data"));

        var rules = cloud.ruleObjects(volume.id());
        assertThat(volume.context())
                .containsEntry("shareID", volume.id().value())
                .containsEntry("cephfs-mounter", "fuse")
                .containsEntry("subDir", "data")
                .containsEntry("manila.csi.openstack.org/protocol", "NFS")
                .containsEntry(
                        "manila.csi.openstack.org/exportLocations",
                        "127.0.0.1:" + cloud.emulator.shareDirectory(volume.id().value()));
        assertThat(volume.context().get("shareAccessIDs").split(","))
                .containsExactlyInAnyOrderElementsOf(
                        rules.stream().map(rule -> rule.id()).toList());
        assertThat(volume.context()).doesNotContainKeys("shareName", "groupID", "affinity");
    }

    /// The Go driver answers before a rule is in force, and grants for writing alone.
    @Test
    void everyClientIsGrantedAndInForceWhenTheShareIsAnswered() {
        var volume = create("pvc-1", Map.of("nfs-shareClient", " 10.0.0.0/24 , 10.0.1.7:ro,2001:db8::/64"));

        assertThat(cloud.rules(volume.id())).containsExactly("10.0.0.0/24 rw", "10.0.1.7 ro", "2001:db8::/64 rw");
        assertThat(cloud.shown(volume.id()).rulesInForce()).isTrue();
    }

    @Test
    void nobodyIsGrantedWhereTheClassSaysSo() {
        var volume = create("pvc-1", Map.of("nfs-shareClient", "none"));

        assertThat(cloud.rules(volume.id())).isEmpty();
        assertThat(volume.context()).doesNotContainKey("shareAccessIDs");
    }

    @Test
    void everybodyIsGrantedByDefaultAsTheGoDriverDoes() {
        assertThat(cloud.rules(create("pvc-1", Map.of()).id())).containsExactly("0.0.0.0/0 rw");
    }

    @Test
    void openShareIsRefusedWhereTheOperatorSaysSo() throws Exception {
        try (var strict = TestCloud.start(Map.of("refuse-open-shares", List.of("true")))) {
            assertThatThrownBy(() -> strict.volumes().create(strict.volume("pvc-1", Map.of()), TestCloud.soon()))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessageContaining("0.0.0.0/0")
                    .hasMessageContaining("nfs-shareClient");
            assertThat(strict.emulator.leftovers().none()).isTrue();
        }
    }

    @Test
    void shareOfAnotherUserIsNeitherAdoptedNorTouched() {
        var foreign = cloud.emulator.makeShare("pvc-1", "NFS", Map.of());

        var volume = create("pvc-1", TestCloud.CLASS);

        assertThat(volume.id().value()).isNotEqualTo(foreign);
        assertThat(cloud.shown(new VolumeId(foreign)).name()).isEqualTo("pvc-1");
    }

    @Test
    void earlierTryThatWasCutOffIsGoneOnWith() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE));
        var spec = cloud.volume("pvc-1", TestCloud.CLASS);
        assertThatThrownBy(() -> cloud.volumes().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        var volume = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(cloud.emulator.leftovers().shares())
                .containsExactly(volume.id().value());
        assertThat(cloud.rules(volume.id())).containsExactly("10.0.0.0/24 rw");
    }

    @Test
    void rulesThatAnEarlierTryCouldNotGrantAreGrantedByTheNext() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("POST", "/shares/{id}/action", 503).times(100));
        var spec = cloud.volume("pvc-1", TestCloud.CLASS);
        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.within(Duration.ofSeconds(2))))
                .isInstanceOfAny(Failure.Unavailable.class, Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        var volume = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(cloud.emulator.leftovers().shares())
                .containsExactly(volume.id().value());
        assertThat(cloud.rules(volume.id())).containsExactly("10.0.0.0/24 rw");
    }

    @Test
    void answerThatWasLostMakesNoSecondShare() {
        cloud.emulator.faults().put(RequestFault.dropAfter("POST", "/shares"));
        cloud.emulator.faults().put(RequestFault.dropAfter("POST", "/shares/{id}/action"));

        var volume = create("pvc-1", TestCloud.CLASS);

        assertThat(cloud.emulator.leftovers().shares())
                .containsExactly(volume.id().value());
        assertThat(cloud.rules(volume.id())).containsExactly("10.0.0.0/24 rw");
    }

    /// The process ended when the share was whole, before Manila could be asked for its rule, and Manila refuses it.
    @Test
    void refusedRuleOfAShareThatAnEarlierTryLeftIsToldEachTimeAndTheShareIsUsedInTheEnd() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE));
        var spec = cloud.volume("pvc-1", TestCloud.CLASS);
        assertThatThrownBy(() -> cloud.volumes().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();
        var left = cloud.emulator.leftovers().shares();
        cloud.emulator
                .faults()
                .put(RequestFault.status("POST", "/shares/{id}/action", 403).times(2));

        for (var tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("share " + left.getFirst() + " is there but not finished")
                    .hasMessageContaining("403");
        }

        assertThat(cloud.volumes().create(spec, TestCloud.soon()).id().value()).isEqualTo(left.getFirst());
        assertThat(cloud.emulator.leftovers().shares()).isEqualTo(left);
        assertThat(cloud.rules(new VolumeId(left.getFirst()))).containsExactly("10.0.0.0/24 rw");
    }

    /// The Go driver finds the errored share at each retry and fails for ever.
    @Test
    void erroredShareIsRemovedAndMadeAgain() {
        cloud.emulator
                .faults()
                .put(OperationFault.hanging(Operation.CREATE_SHARE).times(1));
        var spec = cloud.volume("pvc-1", TestCloud.CLASS);
        assertThatThrownBy(() -> cloud.volumes().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        var first = cloud.emulator.leftovers().shares().getFirst();
        cloud.emulator.resetShare(first, "error");

        var second = create("pvc-1", TestCloud.CLASS).id();

        assertThat(second.value()).isNotEqualTo(first);
        assertThat(cloud.emulator.leftovers().shares()).containsExactly(second.value());
    }

    /// After trouble with its server; the claim's repeat must not cost what somebody wrote.
    @Test
    void shareThatWasWholeIsNotRemovedBecauseItIsInError() {
        var first = create("pvc-1", TestCloud.CLASS).id();
        cloud.emulator.resetShare(first.value(), "error");

        assertThatThrownBy(() -> create("pvc-1", TestCloud.CLASS))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(first.value())
                .hasMessageContaining("may hold data");
        assertThat(cloud.emulator.leftovers().shares()).containsExactly(first.value());
    }

    @ParameterizedTest
    @CsvSource({"002, OutOfRange", "003, Invalid", "007, Exhausted", "008, Invalid", "009, OutOfRange", "'', Broken"})
    void reasonOfManilasMessageStandsInTheFailureAndNothingIsLeft(String detail, String failure) {
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_SHARE, detail));

        assertThatThrownBy(() -> create("pvc-1", TestCloud.CLASS))
                .satisfies(
                        thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure))
                .hasMessageContaining("what was begun has been removed")
                .hasMessageContaining(detail.isEmpty() ? "Manila" : "detail " + detail);
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void ruleThatTheServerRefusesLeavesNothingBehind() {
        cloud.emulator.faults().put(OperationFault.failing(Operation.UPDATE_ACCESS));

        assertThatThrownBy(() -> create("pvc-1", TestCloud.CLASS))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("10.0.0.0/24");
        assertThat(cloud.emulator.leftovers().none()).isTrue();
        assertThat(cloud.rules(create("pvc-1", TestCloud.CLASS).id())).containsExactly("10.0.0.0/24 rw");
    }

    @Test
    void ruleOfSomebodyElseThatFailedIsNoReasonToFail() {
        var volume = cloud.made("pvc-1").id();
        var foreign = cloud.look(manila -> manila.accessRules()
                .grant(volume.value(), new NewAccessRule("user", "alice", "rw", Map.of()), TestCloud.soon()));
        while (cloud.ruleObjects(volume).stream().noneMatch(rule -> rule.state() == RuleState.Known.ERROR)) {
            Thread.onSpinWait();
        }

        cloud.modifier()
                .modify(
                        new ModifySpec(volume, Map.of("nfs-shareClient", "10.7.0.0/24"), cloud.secrets()),
                        TestCloud.soon());

        assertThat(cloud.rules(volume)).containsExactly("10.7.0.0/24 rw", "alice rw");
        assertThat(cloud.ruleObjects(volume)).anyMatch(rule -> rule.id().equals(foreign.id()));
    }

    @Test
    void noQuotaIsSaidSoAndLeavesNothing() {
        cloud.emulator.limitShares("gigabytes", 1);

        assertThatThrownBy(() -> cloud.volumes()
                        .create(cloud.volume("pvc-1", 2, TestCloud.CLASS, Optional.empty()), TestCloud.soon()))
                .isInstanceOf(Failure.Exhausted.class);
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void unknownTypeIsTheClassesMistake() {
        assertThatThrownBy(() -> create("pvc-1", Map.of("type", "no-such-type", "nfs-shareClient", "none")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("no-such-type");
    }

    @Test
    void twoDriversThatCreateOneNameAgreeOnOneShare() throws Exception {
        var other = TestCloud.open(Map.of());
        var spec = cloud.volume("pvc-1", TestCloud.CLASS);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = new ArrayList<Callable<VolumeId>>();
            tries.add(() -> cloud.volumes().create(spec, TestCloud.soon()).id());
            tries.add(() -> TestCloud.role(other, VolumeCloner.class)
                    .create(spec, TestCloud.soon())
                    .id());

            var ids = workers.invokeAll(tries).stream()
                    .map(done -> done.resultNow())
                    .distinct()
                    .toList();

            assertThat(ids).hasSize(1);
            assertThat(cloud.emulator.leftovers().shares())
                    .containsExactly(ids.getFirst().value());
        }
        other.close();
    }

    @Test
    void secretsThatAreMissingAreNamed() {
        var bare = new VolumeSpec(
                new VolumeName("pvc-1"),
                TestCloud.atLeast(1),
                List.of(TestCloud.SHARED),
                Map.of(),
                Optional.empty(),
                TopologyRequirement.none(),
                Secrets.none());

        assertThatThrownBy(() -> cloud.volumes().create(bare, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("os-authURL");
    }

    /// The Go driver logs in and asks for the versions in each call, and needs 8 requests for a
    /// share.
    @Test
    void hundredSharesTakeOneLoginAndHalfTheRequestsOfTheGoDriver() throws Exception {
        try (var workers = Executors.newFixedThreadPool(20, Thread.ofVirtual().factory())) {
            var tries = new ArrayList<Callable<Volume>>();
            for (var number = 0; number < 100; number++) {
                var name = "pvc-" + number;
                tries.add(() -> create(name, TestCloud.CLASS));
            }
            for (var done : workers.invokeAll(tries)) {
                assertThat(done.get().context()).containsKey("shareAccessIDs");
            }
        }

        assertThat(cloud.logins()).isEqualTo(1);
        assertThat(cloud.emulator.leftovers().shares()).hasSize(100);
        System.out.println("requests for 100 shares: " + cloud.requests() + " "
                + cloud.emulator.requests().counts());
    }

    @Test
    void aloneAShareTakesFewRequests() {
        create("pvc-0", TestCloud.CLASS);
        cloud.emulator.requests().reset();

        create("pvc-1", TestCloud.CLASS);

        System.out.println(
                "requests for one share: " + cloud.emulator.requests().counts());
        assertThat(cloud.requests()).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    void shareBearsEveryAccessMode(AccessMode mode) {
        var capability =
                new VolumeCapability(new VolumeAccess.Mount(Optional.empty(), List.of(), Optional.empty()), mode);
        var volume = cloud.made("pvc-1");

        assertThat(cloud.volumes()
                        .examine(volume.id(), List.of(capability), Map.of(), cloud.secrets(), TestCloud.soon()))
                .isInstanceOf(Verdict.Confirmed.class);
    }

    @Test
    void blockDeviceIsRefused() {
        var block = new VolumeCapability(new VolumeAccess.Block(), AccessMode.SINGLE_NODE_WRITER);
        var volume = cloud.made("pvc-1");
        var spec = new VolumeSpec(
                new VolumeName("pvc-2"),
                TestCloud.atLeast(1),
                List.of(block),
                Map.of(),
                Optional.empty(),
                TopologyRequirement.none(),
                cloud.secrets());

        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("volumeMode Filesystem");
        assertThat(cloud.volumes().examine(volume.id(), List.of(block), Map.of(), cloud.secrets(), TestCloud.soon()))
                .isInstanceOf(Verdict.Refused.class);
    }
}
