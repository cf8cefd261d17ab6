package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

class CinderExpanderTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private static ExpandSpec growth(VolumeId volume, long gib) {
        return new ExpandSpec(volume, TestCloud.atLeast(gib), Optional.of(TestCloud.MOUNT), Secrets.none());
    }

    private VolumeId attached() {
        var volume = cloud.made("pvc-1");
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());
        return volume;
    }

    @Test
    void volumeInUseGrowsWhereItIs() {
        var volume = attached();

        var expansion = cloud.expander().expand(growth(volume, 3), TestCloud.soon());

        assertThat(expansion.capacity()).isEqualTo(Bytes.ofGib(3));
        assertThat(expansion.nodeExpansionRequired()).isTrue();
        assertThat(cloud.emulator.leftovers().attachments()).hasSize(1);
    }

    @Test
    void oldCinderGrowsNothingInUse() throws Exception {
        var volume = attached();
        Files.writeString(
                cloud.conf, cloud.emulator.cloudConf() + "\n[BlockStorage]\nignore-volume-microversion = true\n");
        try (var old = TestCloud.open(cloud.conf, Map.of())) {
            var expander = old.roles().stream()
                    .filter(CinderExpander.class::isInstance)
                    .map(CinderExpander.class::cast)
                    .findFirst()
                    .orElseThrow();

            assertThatThrownBy(() -> expander.expand(growth(volume, 3), TestCloud.soon()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("ignore-volume-microversion");
        }
    }

    @Test
    void growthThatAnEarlierTryBeganIsAwaited() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.EXTEND_VOLUME));
        assertThatThrownBy(() -> cloud.expander().expand(growth(volume, 3), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        var expansion = cloud.expander().expand(growth(volume, 2), TestCloud.soon());

        assertThat(expansion.capacity()).isEqualTo(Bytes.ofGib(3));
        assertThat(cloud.emulator.requests().count("POST", "/volumes/{id}/action"))
                .isEqualTo(1);
    }

    @Test
    void growthThatCinderFailedAtIsNotTakenForPassing() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.failing(Operation.EXTEND_VOLUME));

        for (var times = 0; times < 2; times++) {
            assertThatThrownBy(() -> cloud.expander().expand(growth(volume, 3), TestCloud.soon()))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("error_extending");
        }
    }
}
