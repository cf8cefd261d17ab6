package org.moorage.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;

/// Tools that are missing, fail, hang or say odd things: a device is never formatted then, nor mounted unchecked.
class ToolFailureTest extends FormattingFixture {
    @Nested
    class Detector {
        private Tools only(String... real) {
            Arrays.stream(real).forEach(stubs::real);
            return new Tools(List.of(stubs.directory()));
        }

        private void fails(Class<? extends Failure> how, Tools tools) {
            var disk = bench.attach(mib(64));
            assertThatThrownBy(() -> prepare(tools, disk, FsType.EXT4, Duration.ofSeconds(1)))
                    .isInstanceOf(how);
            assertThat(stubs.made()).isEmpty();
            bench.detach(disk);
        }

        @Test
        void thatIsMissingStopsTheMaking() {
            fails(Failure.Broken.class, only("wipefs"));
        }

        @Test
        void thatAgreesMustBeThereToo() {
            fails(Failure.Broken.class, only("blkid"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "exit 0",
                    "exit 1",
                    "exit 2 < /nonexistent",
                    "echo nothing found; exit 2",
                    "echo cannot open >&2; exit 2",
                    "echo DEVNAME=/dev/x; exit 0",
                    "exit 4",
                    "exit 127",
                    "kill -9 $$",
                    "kill -11 $$"
                })
        void blkidThatSaysAnythingButNothingStopsTheMaking(String body) {
            stubs.script("blkid", body);

            fails(Failure.Unavailable.class, only("wipefs"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"exit 1", "exit 2", "echo cannot open >&2", "kill -9 $$"})
        void wipefsThatFailsStopsTheMaking(String body) {
            stubs.script("wipefs", body);

            fails(Failure.Unavailable.class, only("blkid"));
        }

        @Test
        void thatFindsWhatTheOtherMissesWins() {
            stubs.script("wipefs", "echo '# offset,uuid,label,type'; echo 0x438,,,ext4");

            fails(Failure.Precondition.class, only("blkid"));
        }

        @Test
        void thatFindsSeveralKindsWins() {
            stubs.script("blkid", "exit 8");

            fails(Failure.Precondition.class, only("wipefs"));
        }

        @Test
        void thatHangsIsKilledAtTheDeadline() {
            stubs.script("blkid", "exec sleep 60");
            stubs.real("sleep");

            fails(Failure.Unfinished.class, only("wipefs"));
        }
    }

    @Nested
    class Check {
        private Disk existing() {
            var disk = bench.attach(mib(64));
            run("mkfs.ext4", "-q", disk.device().toString());
            return disk;
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void thatRepairedIsFine(int code) {
            stubs.script("e2fsck", "exit " + code);

            assertThat(prepared(existing())).isEqualTo(FsType.EXT4);
        }

        @ParameterizedTest
        @ValueSource(ints = {4, 5, 6})
        void thatLeftDamageNeedsSomebody(int code) {
            stubs.script("e2fsck", "echo run it by hand; exit " + code);
            var disk = existing();

            assertThatThrownBy(() -> prepared(disk))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("run it by hand")
                    .hasMessageContaining("e2fsck -f " + disk.device());
        }

        @ParameterizedTest
        @ValueSource(strings = {"exit 8", "exit 12", "exit 16", "exit 32", "exit 128", "kill -9 $$"})
        void thatFailedIsRepeated(String body) {
            stubs.script("e2fsck", body);
            var disk = existing();

            assertThatThrownBy(() -> prepared(disk)).isInstanceOf(Failure.Unavailable.class);
        }

        @Test
        void thatTakesLongIsNotFinal() {
            stubs.script("e2fsck", "sleep 2");
            var disk = existing();

            assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(1)))
                    .isInstanceOf(Failure.Unfinished.class);
        }

        @Test
        void thatIsMissingIsNamedWithItsPackage() {
            for (var name : new String[] {"blkid", "wipefs"}) {
                stubs.real(name);
            }
            var disk = existing();

            assertThatThrownBy(() ->
                            prepare(new Tools(List.of(stubs.directory())), disk, FsType.EXT4, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("e2fsck")
                    .hasMessageContaining("e2fsprogs");
        }
    }

    @Nested
    class Maker {
        @Test
        void thatIsMissingIsNamedWithItsPackage() {
            for (var name : new String[] {"blkid", "wipefs"}) {
                stubs.real(name);
            }
            stubs.remove("mkfs.xfs");
            var disk = bench.attach(mib(400));

            assertThatThrownBy(() ->
                            prepare(new Tools(List.of(stubs.directory())), disk, FsType.XFS, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("mkfs.xfs")
                    .hasMessageContaining("xfsprogs");
        }

        @Test
        void thatFailsSaysWhy() {
            stubs.script("mkfs.ext4", "echo no such feature >&2; exit 1");
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("no such feature");
        }

        @Test
        void thatOutlastsItsCallerGoesOnAndIsNotRunTwice() {
            stubs.script(
                    "mkfs.ext4",
                    "sleep 2; echo once >> " + stubs.directory() + "/made; exec /usr/sbin/mkfs.ext4 \"$@\"");
            var disk = bench.attach(mib(64));
            var fileSystems = new FileSystems(recorded(), kernel);
            var wanted = new Wanted(Optional.of(FsType.EXT4), FsType.EXT4, false, Formatting.USUAL);

            assertThatThrownBy(() -> fileSystems.prepare(device(disk), wanted, deadline(Duration.ofSeconds(1))))
                    .isInstanceOf(Failure.Unfinished.class);
            assertThatThrownBy(() -> fileSystems.prepare(device(disk), wanted, deadline()))
                    .isInstanceOf(Failure.Aborted.class)
                    .hasMessageContaining("mkfs.ext4");
            var type = Waiting.until("mkfs", deadline(), () -> {
                try {
                    return Optional.of(fileSystems.prepare(device(disk), wanted, deadline()));
                } catch (Failure.Aborted _) {
                    return Optional.empty();
                }
            });

            assertThat(type).contains(FsType.EXT4);
            assertThat(stubs.made()).containsExactly("once");
        }
    }
}
