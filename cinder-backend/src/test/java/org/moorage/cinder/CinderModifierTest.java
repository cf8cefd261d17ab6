package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

class CinderModifierTest {
    private static final String ACTION = "/volumes/{id}/action";
    private static final Map<String, String> MOVED = Map.of("type", "multiattach", "migration-policy", "on-demand");

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @BeforeEach
    void start() {
        cloud.emulator.addVolumeType("twin", Map.of("volume_backend_name", "file"), null);
        cloud.emulator.addVolumeType("swift", Map.of("volume_backend_name", "file"), "qos-1");
    }

    private void modify(VolumeId volume, Map<String, String> parameters) {
        modify(volume, parameters, TestCloud.soon());
    }

    private void modify(VolumeId volume, Map<String, String> parameters, Deadline deadline) {
        cloud.role(CinderModifier.class).modify(new ModifySpec(volume, parameters, Secrets.none()), deadline);
    }

    private VolumeId attached() {
        var volume = cloud.made("pvc-1");
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());
        return volume;
    }

    private String type(VolumeId volume) {
        return cloud.shown(volume).type().orElse("");
    }

    @Test
    void volumeInUseIsRetypedWhereItIs() {
        var volume = attached();

        modify(volume, Map.of("type", "twin"));

        assertThat(type(volume)).isEqualTo("twin");
        assertThat(cloud.shown(volume).attachments()).hasSize(1);
    }

    @Test
    void typeMayBeNamedByItsId() {
        var volume = cloud.made("pvc-1");
        var id = cloud.typeId("twin");

        modify(volume, Map.of("type", id));
        var writes = cloud.writes();
        modify(volume, Map.of("type", id));

        assertThat(type(volume)).isEqualTo("twin");
        assertThat(cloud.writes()).isEqualTo(writes);
    }

    @Test
    void typeOutOfReachIsInfeasibleAndNothingHasChanged() {
        var volume = cloud.made("pvc-1");

        assertThatThrownBy(() -> modify(
                        volume,
                        Map.of("type", "swift", "bootable", "true", "appendVolumeMetadata", "{\"tier\": \"gold\"}")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("migration-policy: on-demand");
        assertThat(cloud.shown(volume).type()).contains("standard");
        assertThat(cloud.shown(volume).bootable()).isFalse();
        assertThat(cloud.shown(volume).metadata()).doesNotContainKey("tier");
    }

    @Test
    void qosChangesWithTheTypeOfAVolumeThatIsDetached() {
        var volume = attached();
        var swift = Map.of("type", "swift", "migration-policy", "on-demand");

        assertThatThrownBy(() -> modify(volume, swift))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("QoS");
        cloud.detach(volume);
        modify(volume, swift);

        assertThat(type(volume)).isEqualTo("swift");
    }

    @Test
    void multiattachChangesWithTheTypeOfAVolumeThatIsDetached() {
        var volume = attached();

        assertThatThrownBy(() -> modify(volume, MOVED))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("multiattach");
    }

    @Test
    void readOnlyChangesOnAVolumeThatIsDetachedAndNothingElseBeforeThat() {
        var volume = attached();

        assertThatThrownBy(() -> modify(volume, Map.of("type", "twin", "readonly", "true")))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("readonly");
        assertThat(type(volume)).isEqualTo("standard");
    }

    @Test
    void volumeWithSnapshotsThatWouldHaveToMoveNamesThem() {
        var volume = cloud.made("pvc-1");
        var snapshot = cloud.snapshots()
                .create(TestCloud.snapshot("snap-1", volume, Map.of()), TestCloud.soon())
                .id();

        assertThatThrownBy(() -> modify(volume, MOVED))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(snapshot.value());
    }

    @Test
    void unknownTypeIsInfeasible() {
        var volume = cloud.made("pvc-1");

        assertThatThrownBy(() -> modify(volume, Map.of("type", "nope")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("nope");
    }

    @Test
    void usedUpQuotaOfATypeLetsTheUserChooseAnother() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.limit("gigabytes_twin", 0);

        assertThatThrownBy(() -> modify(volume, Map.of("type", "twin")))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("gigabytes_twin");
        cloud.emulator.limit("gigabytes_twin", 1);
        modify(volume, Map.of("type", "twin"));

        assertThat(type(volume)).isEqualTo("twin");
    }

    @Test
    void retypeThatAnEarlierTryBeganIsAwaitedAndTheRestIsDone() {
        var volume = cloud.made("pvc-1");
        var parameters = Map.of("type", "twin", "bootable", "true", "appendVolumeMetadata", "{\"tier\": \"gold\"}");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.RETYPE_VOLUME));
        assertThatThrownBy(() -> modify(volume, parameters, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        assertThatThrownBy(() -> modify(volume, parameters, TestCloud.within(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.awaitRequest("POST", ACTION);
        assertThat(cloud.emulator.requests().count("POST", ACTION)).isEqualTo(1);
        cloud.emulator.faults().heal();

        modify(volume, parameters);

        assertThat(type(volume)).isEqualTo("twin");
        assertThat(cloud.shown(volume).bootable()).isTrue();
        assertThat(cloud.shown(volume).metadata()).containsEntry("tier", "gold");
    }

    @Test
    void lostAnswerIsNoSecondRetype() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(RequestFault.dropAfter("POST", ACTION));
        assertThatThrownBy(() -> modify(volume, Map.of("type", "twin"))).isInstanceOf(Failure.Unavailable.class);

        modify(volume, Map.of("type", "twin"));

        assertThat(type(volume)).isEqualTo("twin");
        assertThat(cloud.emulator.requests().count("POST", ACTION)).isEqualTo(1);
    }

    @Test
    void migrationThatCinderGaveUpIsNoticedAndTriedAgainByTheRepeat() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.failing(Operation.RETYPE_VOLUME));

        assertThatThrownBy(() -> modify(volume, MOVED))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("gave it up");
        assertThat(type(volume)).isEqualTo("standard");
        modify(volume, MOVED);

        assertThat(type(volume)).isEqualTo("multiattach");
    }

    @Test
    void migrationThatFailsWhileALaterTryWaitsForItIsNoticed() throws Exception {
        var volume = cloud.made("pvc-1");
        cloud.emulator.resetVolume(volume.value(), "retyping");
        var later = Thread.ofVirtual().start(() -> {
            cloud.awaitRequest("GET", "/volumes/{id}");
            cloud.emulator.resetVolume(volume.value(), "available");
        });
        cloud.emulator.requests().reset();

        assertThatThrownBy(() -> modify(volume, MOVED))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("has ended, and the type is still standard");
        later.join();
    }

    @Test
    void laterStepsThatFailedAreDoneByTheRepeatAlone() {
        var volume = cloud.made("pvc-1");
        var parameters = Map.of("type", "twin", "appendVolumeMetadata", "{\"tier\": \"gold\"}");
        cloud.emulator.faults().put(RequestFault.status("POST", "/volumes/{id}/metadata", 500));
        assertThatThrownBy(() -> modify(volume, parameters)).isInstanceOf(Failure.Unavailable.class);
        assertThat(type(volume)).isEqualTo("twin");

        modify(volume, parameters);

        assertThat(cloud.shown(volume).metadata()).containsEntry("tier", "gold");
        assertThat(cloud.emulator.requests().count("POST", ACTION)).isEqualTo(1);
    }

    @Test
    void othersMetadataStays() {
        var volume = cloud.made("pvc-1");
        modify(volume, Map.of("appendVolumeMetadata", "{\"owner\": \"a\", \"tier\": \"iron\"}"));

        modify(volume, Map.of("appendVolumeMetadata", "{\"tier\": \"gold\"}"));

        assertThat(cloud.shown(volume).metadata())
                .containsEntry("owner", "a")
                .containsEntry("tier", "gold")
                .containsEntry(CinderNames.CLUSTER, "test");
    }

    @Test
    void passingStateIsNoReasonToGiveUp() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.resetVolume(volume.value(), "extending");

        assertThatThrownBy(() -> modify(volume, Map.of("type", "twin"))).isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void whatIsSoAlreadyIsASuccessInWhateverState() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.resetVolume(volume.value(), "error_extending");

        modify(volume, Map.of("type", "standard", "bootable", "false", "readonly", "false"));
    }

    @Test
    void forbiddenRetypeSaysWhichPolicy() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.policies().forbid(Policies.RETYPE);

        assertThatThrownBy(() -> modify(volume, Map.of("type", "twin")))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("volume:retype");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type | ' ' | empty",
                "migration-policy | always | never or on-demand",
                "bootable | yes | true or false",
                "readonly | 1 | true or false",
                "availability | az1 | unknown or cannot change",
                "appendVolumeMetadata | tier=gold | JSON object",
                "appendVolumeMetadata | [1] | JSON object",
                "appendVolumeMetadata | {\"a\": 1} | must be a text",
                "appendVolumeMetadata | {\"\u00e4\": \"b\"} | not what Cinder takes",
                "appendVolumeMetadata | {\"cinder.csi.openstack.org/cluster\": \"b\"} | not the user's",
                "appendVolumeMetadata | {\"csi.storage.k8s.io/pv/name\": \"b\"} | not the user's",
                "appendVolumeMetadata | {\"readonly\": \"b\"} | not the user's"
            })
    void badParametersAreNamedAndChangeNothing(String key, String value, String words) {
        var volume = cloud.made("pvc-1");
        var writes = cloud.writes();

        assertThatThrownBy(() -> modify(volume, Map.of(key, value)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(key)
                .hasMessageContaining(words);
        assertThat(cloud.writes()).isEqualTo(writes);
    }

    @Test
    void classWinsOverStorageClassWhenAVolumeIsMade() {
        var parameters = Map.of("type", "standard", "appendVolumeMetadata", "{\"owner\": \"a\", \"tier\": \"iron\"}");
        var spec = TestCloud.volume("pvc-1", parameters)
                .withMutable(Map.of("type", "twin", "appendVolumeMetadata", "{\"tier\": \"gold\"}"));

        var volume = cloud.volumes().create(spec, TestCloud.soon()).id();

        assertThat(type(volume)).isEqualTo("twin");
        assertThat(cloud.shown(volume).metadata())
                .containsEntry("owner", "a")
                .containsEntry("tier", "gold")
                .containsEntry(CinderNames.CLUSTER, "test");
    }

    @Test
    void storageClassMayAppendMetadataAlone() {
        var parameters = Map.of("appendVolumeMetadata", "{\"x-iops-limit\": \"5000\"}");

        var volume = cloud.volumes()
                .create(TestCloud.volume("pvc-1", parameters), TestCloud.soon())
                .id();

        assertThat(cloud.shown(volume).metadata()).containsEntry("x-iops-limit", "5000");
    }

    @Test
    void volumeOfTheSameNameAndAnotherClassIsAConflict() {
        var plain = TestCloud.volume("pvc-1", Map.of());
        cloud.volumes().create(plain.withMutable(Map.of("type", "twin")), TestCloud.soon());

        assertThatThrownBy(() -> cloud.volumes().create(plain.withMutable(Map.of("type", "swift")), TestCloud.soon()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("its type is twin, asked for is swift");
        assertThatThrownBy(() -> cloud.volumes()
                        .create(
                                plain.withMutable(Map.of("appendVolumeMetadata", "{\"tier\": \"gold\"}")),
                                TestCloud.soon()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("its metadata 'tier' is missing");
    }

    @Test
    void newVolumeWhoseFlagsAreForbiddenIsNotLeftBehind() {
        cloud.emulator.policies().forbid(Policies.READ_ONLY);
        var spec = TestCloud.volume("pvc-1", Map.of()).withMutable(Map.of("readonly", "true"));

        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon())).isInstanceOf(Failure.Denied.class);

        assertThat(cloud.emulator.leftovers().volumes()).isEmpty();
    }

    @Test
    void flagsThatFailedForNowAreSetByTheRepeat() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("POST", ACTION, 500).times(1).named("flags"));
        var spec = TestCloud.volume("pvc-1", Map.of()).withMutable(Map.of("bootable", "true"));
        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                .isInstanceOf(Failure.Unavailable.class);

        var volume = cloud.volumes().create(spec, TestCloud.soon()).id();

        assertThat(cloud.shown(volume).bootable()).isTrue();
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(1);
    }

    @Test
    void adoptedVolumeWhoseFlagsAreForbiddenIsNotRemoved() {
        var plain = TestCloud.volume("pvc-1", Map.of());
        cloud.volumes().create(plain, TestCloud.soon());
        cloud.emulator.faults().put(RequestFault.status("POST", ACTION, 403).times(Fault.ALWAYS));

        assertThatThrownBy(
                        () -> cloud.volumes().create(plain.withMutable(Map.of("bootable", "true")), TestCloud.soon()))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("not finished");
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(1);
    }
}
