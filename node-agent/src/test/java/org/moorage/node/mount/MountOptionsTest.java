package org.moorage.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.node.syscall.MountFlag;

class MountOptionsTest {
    @Test
    void sortsFlagsFromTheFileSystemsOwnOptions() {
        var options =
                MountOptions.parse(List.of("noatime", "nodev,nosuid", "discard", "commit=30", "defaults", "_netdev"));

        assertThat(options.flags()).isEqualTo(MountFlag.NO_ATIME | MountFlag.NO_DEV | MountFlag.NO_SUID);
        assertThat(options.data()).containsExactly("discard", "commit=30");
        assertThat(options.readOnly()).isFalse();
    }

    @Test
    void lastOneWins() {
        assertThat(MountOptions.parse(List.of("ro", "rw")).readOnly()).isFalse();
        assertThat(MountOptions.parse(List.of("rw", "ro")).readOnly()).isTrue();
    }

    @Test
    void keepsQuotedOptionWhole() {
        var context = "context=\"system_u:object_r:container_file_t:s0:c1,c2\"";

        assertThat(MountOptions.parse(List.of("noexec," + context + ",discard")).data())
                .containsExactly(context, "discard");
    }

    @Test
    void optionOfAnyLengthIsTakenApart() {
        var letters = "x".repeat(1 << 20);
        var quotes = "\"\"".repeat(1 << 18);

        assertThat(MountOptions.split(List.of("a," + letters + ", b ,," + quotes)))
                .containsExactly("a", letters, "b", quotes);
        assertThat(MountOptions.split(List.of("a=\"b,c", "d"))).containsExactly("a=", "b", "c", "d");
    }

    @Test
    void addsOnlyWhatIsNotThere() {
        assertThat(MountOptions.parse(List.of("nouuid")).with("nouuid").data()).containsExactly("nouuid");
        assertThat(MountOptions.parse(List.of()).with("nouuid").data()).containsExactly("nouuid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind", "remount", "noatime,move", "loop=/dev/loop0", "a\nb", "a\0b"})
    void refusesWhatWouldDoSomethingElse(String option) {
        assertThatThrownBy(() -> MountOptions.parse(List.of(option))).isInstanceOf(Failure.Invalid.class);
    }
}
