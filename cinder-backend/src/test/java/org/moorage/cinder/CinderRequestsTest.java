package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.volume.ExpandSpec;

/// How many requests each call costs when the first look finds it done.
class CinderRequestsTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @BeforeEach
    void start() {
        cloud.emulator.requests().reset();
    }

    @Test
    void createCostsThree() {
        cloud.made("pvc-1");

        assertThat(cloud.emulator.requests().counts())
                .containsEntry("volume GET /volumes/detail", 2L)
                .containsEntry("volume POST /volumes", 1L);
        assertThat(cloud.requests()).isEqualTo(3);
    }

    @Test
    void createOfWhatIsThereCostsOne() {
        cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        cloud.made("pvc-1");

        assertThat(cloud.requests()).isEqualTo(1);
    }

    @Test
    void attachCostsTwoAndItsRepeatTwo() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        var first = cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());
        assertThat(cloud.requests()).isEqualTo(2);
        var second = cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());

        assertThat(cloud.requests()).isEqualTo(4);
        assertThat(first).containsKey("DevicePath").isEqualTo(second);
    }

    @Test
    void detachCostsTwoAndItsRepeatTwo() {
        var volume = cloud.made("pvc-1");
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());
        cloud.emulator.requests().reset();

        cloud.attacher().detach(volume, Optional.of(cloud.node(0)), Secrets.none(), TestCloud.soon());
        assertThat(cloud.requests()).isEqualTo(2);
        cloud.attacher().detach(volume, Optional.of(cloud.node(0)), Secrets.none(), TestCloud.soon());

        assertThat(cloud.requests()).isEqualTo(4);
    }

    @Test
    void deleteCostsTwoAndItsRepeatOne() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());
        assertThat(cloud.requests()).isEqualTo(2);
        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());

        assertThat(cloud.requests()).isEqualTo(3);
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void expandCostsThreeAndItsRepeatOne() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();
        var spec = new ExpandSpec(volume, TestCloud.atLeast(2), Optional.empty(), Secrets.none());

        cloud.expander().expand(spec, TestCloud.soon());
        assertThat(cloud.requests()).isEqualTo(3);
        cloud.expander().expand(spec, TestCloud.soon());

        assertThat(cloud.requests()).isEqualTo(4);
    }

    @Test
    void snapshotCostsThree() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        var snapshot = cloud.snapshots().create(TestCloud.snapshot("snap-1", volume, Map.of()), TestCloud.soon());

        assertThat(cloud.requests()).isEqualTo(3);
        assertThat(snapshot.readyToUse()).isTrue();
    }
}
