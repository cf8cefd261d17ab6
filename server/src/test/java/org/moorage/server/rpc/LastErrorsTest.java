package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastErrorsTest {
    private static final Instant MORNING = Instant.parse("2026-01-02T06:00:00Z");
    private static final Map<String, String> ONE = Map.of("volume_id", "one");

    private Instant now = MORNING;
    private final LastErrors errors = new LastErrors(() -> now);

    private void add(int second, Map<String, String> about, String message) {
        now = MORNING.plusSeconds(second);
        errors.add("DeleteVolume", about, Status.ABORTED.withDescription(message));
    }

    private static LastErrors.Entry entry(int last, int first, long times, String about, String message) {
        return new LastErrors.Entry(
                MORNING.plusSeconds(last),
                MORNING.plusSeconds(first),
                times,
                "DeleteVolume",
                "volume_id=" + about,
                "ABORTED",
                message);
    }

    @Test
    void repeatsAreOneEntryWithTheLastMessageThatStandsWhereTheLastBelongs() {
        add(1, ONE, "in use (request id req-00000000-0000-4000-8000-000000000001)");
        add(2, Map.of("volume_id", "two"), "in use (request id req-00000000-0000-4000-8000-000000000002)");
        add(3, ONE, "has snapshots");
        add(4, ONE, "in use (request id req-00000000-0000-4000-8000-000000000003)");

        assertThat(errors.all())
                .isEqualTo(List.of(
                        entry(4, 1, 2, "one", "in use (request id req-00000000-0000-4000-8000-000000000003)"),
                        entry(3, 3, 1, "one", "has snapshots"),
                        entry(2, 2, 1, "two", "in use (request id req-00000000-0000-4000-8000-000000000002)")));
    }

    @Test
    void theOneThatWasSeenLastLongestAgoGoes() {
        add(0, ONE, "repeated");
        for (var i = 1; i < LastErrors.MOST; i++) {
            add(i, ONE, "error " + i);
        }
        add(LastErrors.MOST, ONE, "repeated");
        add(LastErrors.MOST + 1, ONE, "new");

        assertThat(errors.all())
                .hasSize(LastErrors.MOST)
                .extracting(LastErrors.Entry::message)
                .startsWith("new", "repeated")
                .endsWith("error 2");
    }
}
