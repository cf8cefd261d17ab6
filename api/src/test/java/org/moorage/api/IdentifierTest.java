package org.moorage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

class IdentifierTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b"})
    void refusesWhatCannotStandInARequest(String text) {
        assertThatThrownBy(() -> Identifier.require("volume_id", text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("volume_id");
    }

    @Test
    void refusesMoreThanTheGreatestLength() {
        var longest = "x".repeat(Identifier.MAXIMUM_LENGTH);

        assertThat(Identifier.require("name", longest)).isEqualTo(longest);
        assertThatThrownBy(() -> Identifier.require("name", longest + "x")).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void takesIdsThatAreNoUuids() {
        assertThat(Identifier.require("volume_id", "fake-vol-id")).isEqualTo("fake-vol-id");
    }
}
