package org.moorage.openstack.blockstorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.wire.Timestamps;

class StatusTest {
    @Test
    void unknownStatusKeepsItsText() {
        assertThat(VolumeStatus.of("in-use")).isEqualTo(VolumeStatus.Known.IN_USE);
        assertThat(VolumeStatus.of("awaiting-transfer")).isEqualTo(new VolumeStatus.Other("awaiting-transfer"));
        assertThat(SnapshotStatus.of("backing-up").text()).isEqualTo("backing-up");
        assertThat(VolumeStatus.of("error_restoring").failed()).isTrue();
    }

    @Test
    void selectionBecomesAQuery() {
        var query = Selection.everything()
                .named("pvc 1")
                .changedSince(Instant.parse("2026-11-24T10:00:00.9Z"))
                .query();

        assertThat(query)
                .containsEntry("name", List.of("pvc 1"))
                .containsEntry("updated_at", List.of("gte:2026-11-24T10:00:00"))
                .hasSize(2);
    }

    @Test
    void timesAreReadWithAndWithoutZone() {
        assertThat(Timestamps.parse("2026-11-24T10:00:00.123456"))
                .isEqualTo(Instant.parse("2026-11-24T10:00:00.123456Z"));
        assertThat(Timestamps.parse("2026-11-24T10:00:00+01:00")).isEqualTo(Instant.parse("2026-11-24T09:00:00Z"));
        assertThat(Timestamps.parse("yesterday")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void partOfAPathStaysOnePart() {
        assertThat(Calls.part("a b")).isEqualTo("a%20b");
        assertThat(Calls.part("../x"))
                .doesNotContain("/")
                .doesNotContain("%2F.")
                .isEqualTo("..%252Fx");
        assertThat(Calls.part("..")).isEqualTo("%252E%252E");
        assertThat(Calls.part("id?x=1#y")).isEqualTo("id%3Fx%3D1%23y");
    }
}
