package org.moorage.api.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.failure.Failure;

class CapacityRangeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "1073741824, 0, 1",
        "1073741825, 0, 2",
        "1, 1073741824, 1",
        "3221225472, 3221225472, 3",
    })
    void roundsUpToWholeGib(long required, long limit, long gib) {
        assertThat(range(required, limit).wholeGib(1)).isEqualTo(gib);
    }

    @Test
    void takesTheUnaskedSizeWhenNoneIsRequired() {
        assertThat(CapacityRange.any().wholeGib(1)).isEqualTo(1);
        assertThat(range(0, 0).wholeGib(7)).isEqualTo(7);
    }

    @Test
    void limitIsHonouredAfterRounding() {
        assertThatThrownBy(() -> range(1_500_000_000L, 2_000_000_000L).wholeGib(1))
                .isInstanceOf(Failure.OutOfRange.class)
                .hasMessageContaining("2 GiB");
    }

    @Test
    void limitBelowTheRequiredSizeIsNoRange() {
        assertThatThrownBy(() -> range(2, 1)).isInstanceOf(Failure.OutOfRange.class);
    }

    @Test
    void chosenSizeAlwaysLiesInTheRangeAndIsTheLeastThatDoes() {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = new Random(seed);
        for (var round = 0; round < 10_000; round++) {
            var required = 1 + random.nextLong(1L << 42);
            var range = range(required, required + Bytes.GIB.count());

            var gib = range.wholeGib(1);

            assertThat(range.contains(Bytes.ofGib(gib))).as("%s", range).isTrue();
            assertThat(Bytes.ofGib(gib - 1).count()).isLessThan(required);
        }
    }

    private static CapacityRange range(long required, long limit) {
        return new CapacityRange(
                Optional.of(new Bytes(required)), limit == 0 ? Optional.empty() : Optional.of(new Bytes(limit)));
    }
}
