package org.moorage.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moorage.benchmarks.storm.Spread;
import org.moorage.benchmarks.storm.Step;
import org.moorage.benchmarks.storm.StormResult;

final class ComparisonTest {
    @Test
    void theMedianSpeaksAndRatiosAreOursToThePeers() {
        var comparison = new Comparison(
                List.of(result("Moorage", 9, 10), result("Moorage", 5, 10), result("Moorage", 4, 10)),
                List.of(result("Go driver", 10, 34)));

        var text = comparison.table().markdown();

        assertThat(text).containsPattern("wall, s +\\| 5\\.0 +\\| 10\\.0 +\\| 0\\.50");
        assertThat(text).containsPattern("REST requests a lifecycle +\\| 5\\.0 +\\| 17\\.0 +\\| 0\\.29");
        assertThat(text).containsPattern("CreateVolume p99, ms +\\| 30 +\\| 30 +\\| 1\\.00");
        assertThat(comparison.walls()).contains("Moorage 9.0, 5.0, 4.0; Go driver 10.0");
    }

    @Test
    void withoutAPeerItsColumnsStayEmpty() {
        var comparison = new Comparison(List.of(result("Moorage", 5, 10)), List.of());

        assertThat(comparison.table().markdown()).containsPattern("wall, s +\\| 5\\.0 +\\| +\\| +\\|");
    }

    private static StormResult result(String contender, int seconds, long requests) {
        var spread = new Spread(2, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(30));
        return new StormResult(
                contender,
                "1",
                2,
                Duration.ofSeconds(seconds),
                Map.of(Step.CREATE, spread),
                Map.of("volume GET /volumes/{id}", requests),
                Map.of(),
                Map.of(),
                Map.of(),
                0,
                0,
                Duration.ofSeconds(1),
                100,
                "");
    }
}
