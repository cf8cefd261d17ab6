package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Page;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.RequestFault;

/// What Cinder and Nova know of a volume that is not in order.
class VolumeAilmentsTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId id;

    @BeforeEach
    void start() {
        id = cloud.made("pvc-1");
    }

    private Health found() {
        return cloud.role(VolumeHealth.class)
                .find(id, TestCloud.soon())
                .orElseThrow()
                .health();
    }

    private List<Health> listed() {
        return cloud
                .role(VolumeHealth.class)
                .list(new Page.Request(0, Optional.empty()), TestCloud.soon())
                .entries()
                .stream()
                .map(volume -> volume.health())
                .toList();
    }

    @Test
    void volumeThatIsAvailableOrInUseIsInOrder() {
        assertThat(found()).isEqualTo(Health.GOOD);

        var _ = cloud.attacher().attach(TestCloud.attachment(id, cloud.node(0)), TestCloud.soon());

        assertThat(found()).isEqualTo(Health.GOOD);
        assertThat(listed()).containsExactly(Health.GOOD);
    }

    @ParameterizedTest
    @CsvSource({
        "error,INACCESSIBLE",
        "error_deleting,INACCESSIBLE",
        "error_extending,DEGRADED",
        "error_restoring,DATA_LOSS",
        "maintenance,DEGRADED"
    })
    void statusThatNoOneLeavesByItselfIsAnAilment(String status, Severity severity) {
        cloud.emulator.resetVolume(id.value(), status);

        assertThat(found().ailments()).singleElement().satisfies(ailment -> {
            assertThat(ailment.severity()).isEqualTo(severity);
            assertThat(ailment.message()).contains("status in Cinder is " + status);
        });
        assertThat(listed()).containsExactly(found());
    }

    @Test
    void serverThatHasGoneIsMissed() {
        var _ = cloud.attacher().attach(TestCloud.attachment(id, cloud.node(0)), TestCloud.soon());

        cloud.emulator.faults().put(RequestFault.status("GET", "/servers/{id}", 404));

        var health = found();

        assertThat(health.ailments()).extracting(Ailment::reason).containsExactly("AttachedToMissingServer");
        assertThat(health.message()).contains(cloud.node(0).value());
    }

    /// The volume is Cinder's, so a Nova that is down must not hide it.
    @Test
    void novaThatDoesNotAnswerHidesNoVolume() {
        var _ = cloud.attacher().attach(TestCloud.attachment(id, cloud.node(0)), TestCloud.soon());
        cloud.emulator.faults().put(RequestFault.status("GET", "/servers/{id}", 500));

        assertThat(found()).isEqualTo(Health.GOOD);
    }
}
