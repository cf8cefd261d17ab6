package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;

/// What becomes of the annotations of a claim that say which volumes a new one shall be near to or far from.
class CinderAffinityTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Volume create(String name, Map<String, String> annotations) {
        return cloud.volumes().create(TestCloud.volume(name, 1).annotated(annotations), TestCloud.soon());
    }

    private String backend(VolumeId volume) {
        return cloud.emulator.placementOf(volume.value()).backend().orElseThrow();
    }

    @Test
    void volumesAreKeptNearAndApartByIdAndByName() {
        var first = cloud.made("first");
        var far = create("far", Map.of(Affinity.FAR, first.value()));
        var near = create("near", Map.of(Affinity.NEAR, "far"));

        assertThat(backend(far.id())).isNotEqualTo(backend(first));
        assertThat(backend(near.id())).isEqualTo(backend(far.id()));
        assertThat(far.context()).containsEntry("anti-affinity", first.value()).doesNotContainKey("affinity");
        assertThat(near.context()).containsEntry("affinity", far.id().value());
    }

    @Test
    void repeatAnswersTheSameContextWithoutAskingForTheOthersAgain() {
        var first = cloud.made("first");
        var annotations = Map.of(Affinity.FAR, "first, " + first.value());
        var made = create("second", annotations);
        cloud.volumes().delete(first, org.moorage.api.Secrets.none(), TestCloud.soon());
        cloud.emulator.requests().reset();

        var again = create("second", annotations);

        assertThat(again.context()).isEqualTo(made.context()).containsEntry("anti-affinity", first.value());
        assertThat(cloud.requests()).isEqualTo(1);
    }

    @Test
    void eachNameIsLookedUpOnceWhereverItStands() {
        cloud.made("first");
        cloud.emulator.requests().reset();

        create("second", Map.of(Affinity.NEAR, "first first", Affinity.FAR, ""));
        var withOne = cloud.requests();
        cloud.emulator.requests().reset();
        create("third", Map.of());

        assertThat(withOne - cloud.requests()).isEqualTo(1);
    }

    @Test
    void moreVolumesThanAMetadataValueHoldsAreRemembered() {
        var all = new ArrayList<String>();
        for (var i = 0; i < 8; i++) {
            all.add(cloud.made("other-" + i).value());
        }
        var annotations = Map.of(Affinity.FAR, String.join(" ", all));

        var made = create("far", annotations);

        assertThat(create("far", annotations).context()).isEqualTo(made.context());
        assertThat(List.of(made.context().get("anti-affinity").split(","))).containsExactlyElementsOf(all);
    }

    @Test
    void volumeThatIsNotThereOrNotClearIsNamedAndNothingIsMade() throws Exception {
        var unknown = UUID.randomUUID().toString();
        cloud.made("twin");
        try (var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("other")))) {
            var volumes = other.roles().stream()
                    .filter(CinderVolumes.class::isInstance)
                    .map(CinderVolumes.class::cast)
                    .findFirst()
                    .orElseThrow();
            volumes.create(TestCloud.volume("twin", 1), TestCloud.soon());
        }

        assertThatThrownBy(() -> create("far", Map.of(Affinity.FAR, unknown)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(unknown)
                .hasMessageContaining(Affinity.FAR);
        assertThatThrownBy(() -> create("far", Map.of(Affinity.NEAR, "twin")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("several volumes are called 'twin'");
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(2);
    }

    @Test
    void hintsThatNoBackendMeetsLeaveNoVolume() {
        var first = cloud.made("first");
        var far = create("far", Map.of(Affinity.FAR, "first"));

        assertThatThrownBy(() -> create("third", Map.of(Affinity.FAR, first + "," + far.id())))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessageContaining("weighted backend");
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(2);
    }
}
