package org.moorage.benchmarks.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void ranksAreTheTimesThatSoManyOfAHundredDoNotExceed() {
        var times = IntStream.rangeClosed(1, 200).mapToObj(Duration::ofMillis).toList();

        var spread = Spread.of(times.reversed());

        assertThat(spread)
                .isEqualTo(new Spread(200, Duration.ofMillis(100), Duration.ofMillis(180), Duration.ofMillis(198)));
    }

    @Test
    void oneTimeIsEveryRank() {
        var one = Duration.ofMillis(7);

        assertThat(Spread.of(List.of(one))).isEqualTo(new Spread(1, one, one, one));
    }
}
