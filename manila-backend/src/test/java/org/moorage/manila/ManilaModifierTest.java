package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.RequestFault;

class ManilaModifierTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId volume;

    @BeforeEach
    void start() {
        volume = cloud.volumes()
                .create(cloud.volume("pvc-1", Map.of()), TestCloud.soon())
                .id();
    }

    private void modify(Map<String, String> parameters) {
        cloud.modifier().modify(new ModifySpec(volume, parameters, cloud.secrets()), TestCloud.soon());
    }

    /// With the Go driver a share stays open to everybody for its life.
    @Test
    void shareThatWasOpenToEverybodyIsClosed() {
        modify(Map.of("nfs-shareClient", "10.0.0.0/24, 10.0.1.7:ro"));

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0/24 rw", "10.0.1.7 ro");
        modify(Map.of("nfs-shareClient", "none"));
        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void levelOfAClientChanges() {
        modify(Map.of("nfs-shareClient", "10.0.0.0/24"));
        modify(Map.of("nfs-shareClient", "10.0.0.0/24:ro"));

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.0/24 ro");
    }

    @Test
    void clientThatStaysIsNotCutOff() {
        modify(Map.of("nfs-shareClient", "10.0.0.0/24, 10.0.1.0/24"));
        var before = cloud.ruleObjects(volume);

        modify(Map.of("nfs-shareClient", "10.0.1.0/24, 10.0.2.0/24"));

        var kept =
                before.stream().filter(rule -> rule.to().equals("10.0.1.0/24")).findFirst();
        assertThat(cloud.ruleObjects(volume))
                .anyMatch(rule -> rule.id().equals(kept.orElseThrow().id()));
        assertThat(cloud.rules(volume)).containsExactly("10.0.1.0/24 rw", "10.0.2.0/24 rw");
    }

    @Test
    void changeThatWasCutOffIsGoneOnWith() {
        cloud.emulator
                .faults()
                .put(RequestFault.dropBefore("POST", "/shares/{id}/action").times(40));
        assertThatThrownBy(() -> cloud.modifier()
                        .modify(
                                new ModifySpec(volume, Map.of("nfs-shareClient", "10.0.0.1"), cloud.secrets()),
                                TestCloud.within(Duration.ofMillis(700))))
                .isInstanceOfAny(Failure.Unfinished.class, Failure.Unavailable.class);
        cloud.emulator.faults().heal();

        modify(Map.of("nfs-shareClient", "10.0.0.1"));

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.1 rw");
    }

    @Test
    void anotherTypeIsRefusedWithTheWayToIt() {
        assertThatThrownBy(() -> modify(Map.of("type", "nosnapshots", "nfs-shareClient", "none")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("migration");
        assertThat(cloud.rules(volume)).containsExactly("0.0.0.0/0 rw");
        modify(Map.of("type", "default"));
    }
}
