package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.Topology;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

class CinderCapacityTest {
    private static final String QUOTAS = "/os-quota-sets/{tenant}";
    private static final String POOLS = "/scheduler-stats/get_pools";

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Capacity ask(Map<String, String> parameters, String zone) {
        var place = Optional.of(zone)
                .filter(name -> !name.isEmpty())
                .map(name -> new Topology(Map.of(CinderNames.ZONE, name)));
        return cloud.role(CinderCapacity.class)
                .capacity(new CapacityQuery(List.of(), parameters, place), TestCloud.soon());
    }

    private static Capacity room(long available, long largest) {
        return new Capacity(Bytes.ofGib(available), Bytes.ofGib(largest), Bytes.ofGib(1));
    }

    @Test
    void roomIsWhatTheQuotaLeaves() {
        cloud.made("pvc-1");
        cloud.emulator.limit("gigabytes", 50);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(49, 49));
    }

    @Test
    void eachTypeHasAQuotaOfItsOwn() {
        cloud.made("pvc-1");
        cloud.emulator.limit("gigabytes", 50);
        cloud.emulator.limit("gigabytes_multiattach", 20);
        cloud.emulator.limit("gigabytes_standard", 11);

        assertThat(ask(Map.of("type", "multiattach"), "az1")).isEqualTo(room(20, 20));
        assertThat(ask(Map.of("type", cloud.typeId("multiattach")), "az1")).isEqualTo(room(20, 20));
        assertThat(ask(Map.of(), "az1")).as("the cloud's default type").isEqualTo(room(10, 10));
        assertThat(ask(Map.of("type", "no-such-type"), "az1")).isEqualTo(room(0, 0));
    }

    @Test
    void oneVolumeIsBoundedByItself() {
        cloud.emulator.limit("gigabytes", 50);
        cloud.emulator.limit("per_volume_gigabytes", 7);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(50, 7));
    }

    @Test
    void noRoomIsLeftWhenNoVolumeMayBeAdded() {
        cloud.made("pvc-1");
        cloud.emulator.limit("volumes_standard", 1);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(0, 0));
        assertThat(ask(Map.of("type", "multiattach"), "az1").available()).isGreaterThan(Bytes.ofGib(0));
    }

    @Test
    void withoutAnyLimitTheAnswerIsWhatCinderCanName() {
        cloud.emulator.limit("gigabytes", -1);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    @Test
    void poolsCountWhereTheyMayBeSeenByZoneAndBackend() {
        cloud.emulator.limit("gigabytes", -1);
        cloud.made("pvc-1");
        cloud.emulator.addVolumeType("elsewhere", Map.of("volume_backend_name", "ceph"), null);
        List.of(Policies.POOLS, Policies.SERVICES, Policies.EXTRA_SPECS).forEach(cloud.emulator.policies()::allow);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(1999, 1999));
        assertThat(ask(Map.of(), "az2")).isEqualTo(room(2000, 2000));
        assertThat(ask(Map.of(), "")).isEqualTo(room(3999, 2000));
        assertThat(ask(Map.of("type", "elsewhere"), "az1")).isEqualTo(room(0, 0));
    }

    @Test
    void classThatNamesAZoneHasRoomInThatOneAlone() {
        var inSecond = Map.of("availability", "az2");

        assertThat(ask(inSecond, "az2").available()).isGreaterThan(Bytes.ofGib(0));
        assertThat(ask(inSecond, "az1")).isEqualTo(room(0, 0));
        assertThat(ask(Map.of("availability", "az9"), "")).isEqualTo(room(0, 0));
    }

    @Test
    void manyQuestionsCostOneLook() {
        cloud.emulator.requests().reset();

        var answers = IntStream.range(0, 40)
                .mapToObj(index -> CompletableFuture.supplyAsync(
                        () -> ask(
                                Map.of("type", index % 2 == 0 ? "standard" : "multiattach"),
                                index % 3 == 0 ? "az1" : "az2"),
                        Thread::startVirtualThread))
                .toList();
        answers.forEach(CompletableFuture::join);

        assertThat(cloud.emulator.requests().count("GET", QUOTAS)).isEqualTo(1);
        assertThat(cloud.requests()).isEqualTo(5);
    }

    @Test
    void failureIsToldAndNotKept() {
        cloud.emulator.faults().put(RequestFault.status("GET", QUOTAS, 500).times(Fault.ALWAYS));
        assertThatThrownBy(() -> cloud.role(CinderCapacity.class)
                        .capacity(
                                new CapacityQuery(List.of(), Map.of(), Optional.empty()),
                                TestCloud.within(java.time.Duration.ofSeconds(1))))
                .isInstanceOfAny(Failure.Unavailable.class, Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        assertThat(ask(Map.of(), "az1").available()).isGreaterThan(Bytes.ofGib(0));
    }

    @Test
    void forbiddenQuotasBoundNothing() {
        cloud.emulator.policies().forbid(Policies.QUOTAS);

        assertThat(ask(Map.of(), "az1")).isEqualTo(room(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }
}
