package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secret;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess.NetworkMount;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.host.Waiting;

/// Shares that the kernel really mounts, of a server that is stopped, continued and killed. What
/// stands in for ceph-fuse is a program that serves directories out of its memory; NFS and CephFS
/// themselves are tried on machines with servers.
@RealHost
class NetworkVolumeTest {
    private static final VolumeId VOLUME = new VolumeId("share-1");
    private static final String SOURCE = "10.0.0.1:6789,10.0.0.2:6789:/volumes/a";
    private static final String KEY = "AQBkZXNlcnQ=";

    private final Workbench bench = Workbench.open();
    private final StubTools tools = new StubTools(bench.path("tools"));
    private final NodeAgent agent = new NodeAgent(bench.hostWithTools(tools.directory()));
    private final Path staging = bench.path("plugins/share-1/globalmount");
    private final Path target = bench.path("pods/1/mount");

    @BeforeEach
    void serve() {
        if (!Files.isWritable(Path.of("/dev/fuse"))) {
            System.out.println(
                    "SKIPPED NetworkVolumeTest: this kernel has no FUSE, so nothing of the kind can be mounted");
        }
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "this kernel has no FUSE");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = Path.of("target", "test-classes").toAbsolutePath();
        tools.script("ceph-fuse", """
                cd %s
                echo "$@" >>calls
                for word; do
                  case $before in --keyring) stat -c %%a "$word" >>modes; echo "$word" >>keys; grep key "$word" >>texts;; esac
                  before=$word
                done
                if [ -f refusal ] && { [ ! -s refused ] || echo "$@" | grep -qFf refused; }; then
                  cat refusal >&2
                  exit 1
                fi
                setsid %s --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp %s \\
                  org.moorage.node.network.FuseServer "$@" >/dev/null 2>server.err </dev/null &
                echo $! >>pids
                until grep -q " $1 " /proc/self/mountinfo; do sleep 0.05; done
                """.formatted(tools.directory(), java, classes));
    }

    @AfterEach
    void close() throws IOException {
        signal("CONT");
        signal("KILL");
        agent.close();
        bench.close();
    }

    private List<String> lines(String name) throws IOException {
        var file = tools.directory().resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void signal(String name) throws IOException {
        for (var pid : lines("pids")) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(_ -> run("kill", "-" + name, pid));
        }
    }

    /// A process has stopped when each of its threads has.
    private void stop() throws IOException {
        signal("STOP");
        for (var pid : lines("pids")) {
            var stopped = Waiting.until(
                    "the server's stop", deadline(), () -> Optional.of(pid).filter(NetworkVolumeTest::isStopped));
            assertThat(stopped).isPresent();
        }
    }

    private static boolean isStopped(String pid) {
        try (var tasks = Files.list(Path.of("/proc", pid, "task"))) {
            for (var task : tasks.toList()) {
                if (!Files.readString(task.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void refuse(String said, String where) throws IOException {
        Files.writeString(tools.directory().resolve("refusal"), said);
        Files.writeString(tools.directory().resolve("refused"), where);
    }

    private void serveAgain() throws IOException {
        Files.delete(tools.directory().resolve("refusal"));
    }

    private static NetworkMount share(String subdirectory, int mode, String... sources) {
        return new NetworkMount(
                "fuse.ceph",
                List.of(sources),
                List.of(),
                Optional.of(new NetworkMount.Login("writer", new Secret(KEY))),
                Optional.of(subdirectory).filter(text -> !text.isEmpty()),
                mode == 0 ? OptionalInt.empty() : OptionalInt.of(mode));
    }

    private static NetworkMount share() {
        return share("", 0, SOURCE);
    }

    private void stage(NetworkMount share) {
        agent.stage(new StageRequest(VOLUME, share, mounted("ext4"), staging), deadline());
    }

    private void publish(NetworkMount share, boolean readOnly) {
        agent.publish(new PublishRequest(VOLUME, share, mounted("ext4"), readOnly, staging, target), deadline());
    }

    private static Object mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 07777;
    }

    @Test
    void partOfAShareIsMadePublishedMeasuredAndTakenAway() throws Exception {
        var share = share("a/b", 02770, SOURCE);

        stage(share);
        stage(share);
        publish(share, false);
        publish(share, false);

        assertThat(bench.mounts()).as("nothing is stacked").hasSize(2);
        assertThat(mode(target)).isEqualTo(02770);
        assertThat(agent.stats(VOLUME, target, deadline()))
                .isInstanceOfSatisfying(VolumeStats.FileSystem.class, stats -> {
                    assertThat(stats.totalBytes().count()).isEqualTo(1000 * 4096);
                    assertThat(stats.totalInodes()).isEqualTo(64);
                });
        assertThat(agent.health(target, deadline()).good()).isTrue();
        for (var time = 0; time < 2; time++) {
            agent.unpublish(VOLUME, target, deadline());
            agent.unstage(VOLUME, staging, deadline());
        }
        assertThat(bench.mounts()).isEmpty();
        assertThat(target).doesNotExist();
        assertThat(staging).doesNotExist();
    }

    @Test
    void keyIsInAFileOfRootsForTheMomentOfTheMountAndOnNoCommandLine() throws Exception {
        stage(share());

        assertThat(lines("modes")).containsExactly("600");
        assertThat(lines("texts")).singleElement().asString().endsWith("key = " + KEY);
        assertThat(Path.of(lines("keys").getFirst())).doesNotExist();
        assertThat(lines("calls")).noneMatch(call -> call.contains(KEY));
    }

    @Test
    void whatCannotBeWrittenToIsSaidSo() {
        stage(share());
        publish(share(), true);

        assertThat(target.resolve("made").toFile().mkdir()).isFalse();
        assertThatThrownBy(() -> publish(share(), false)).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void refusedKeyIsNamedAndNothingIsLeft() throws Exception {
        refuse("ceph mount failed with (13) Permission denied", "");

        assertThatThrownBy(() -> stage(share()))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("the key is wrong")
                .message()
                .doesNotContain(KEY);

        assertThat(staging).doesNotExist();
        assertThat(Path.of(lines("keys").getFirst())).doesNotExist();
    }

    @Test
    void sourcesAreTriedInTurn() throws Exception {
        refuse("ceph mount failed with (110) Connection timed out", "10.0.0.9:6789");

        stage(share("", 0, "10.0.0.9:6789:/volumes/a", SOURCE));

        assertThat(bench.mountsAt(staging))
                .singleElement()
                .satisfies(entry -> assertThat(entry.source()).isEqualTo(SOURCE));
    }

    @Test
    void anotherShareAtTheStagingPathIsLeft() {
        stage(share());

        assertThatThrownBy(() -> stage(share("", 0, "10.0.0.1:6789:/volumes/b")))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("something else");
        assertThat(bench.mountsAt(staging)).hasSize(1);
    }

    @Test
    void rawBlockAccessIsRefused() {
        assertThatThrownBy(() -> agent.stage(new StageRequest(VOLUME, share(), block(), staging), deadline()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("Filesystem");
    }

    @Test
    void linkOnTheWayToTheSubdirectoryIsNotFollowed() {
        assertThatThrownBy(() -> stage(share("out/made", 0, SOURCE)))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("symbolic link");
        assertThat(bench.mounts()).isEmpty();
    }

    @Test
    void silentServerIsWhatIsWrongAndHoldsNeitherCallersNorMounts() throws Exception {
        stage(share());
        publish(share(), false);
        stop();

        for (var time = 0; time < 3; time++) {
            assertThatThrownBy(() -> agent.stats(VOLUME, target, deadline(Duration.ofSeconds(1))))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("does not answer");
        }
        assertThat(agent.health(target, deadline(Duration.ofSeconds(2))).ailments())
                .singleElement()
                .satisfies(ailment -> assertThat(ailment.reason()).isEqualTo("FileSystemUnanswering"));
        assertThat(waiting()).as("threads that wait for the server").isEqualTo(1);
        agent.unpublish(VOLUME, target, deadline(Duration.ofSeconds(8)));
        agent.unstage(VOLUME, staging, deadline(Duration.ofSeconds(8)));

        assertThat(bench.mounts()).isEmpty();
        assertThat(staging).doesNotExist();
    }

    /// Threads of the agent that are inside a system call.
    private static long waiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("kernel-"))
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().endsWith("NativeCalls")))
                .count();
    }

    @Test
    void silentServerThatIsBackServesAgain() throws Exception {
        stage(share());
        publish(share(), false);
        stop();
        assertThatThrownBy(() -> agent.stats(VOLUME, target, deadline(Duration.ofSeconds(1))))
                .isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> stage(share())).isInstanceOf(Failure.Unavailable.class);

        signal("CONT");

        stage(share());
        publish(share(), false);
        assertThat(agent.health(target, deadline()).good()).isTrue();
        assertThat(bench.mounts()).hasSize(2);
    }

    @Test
    void staleMountsAreMadeAnewWhenTheVolumeIsPublished() throws Exception {
        stage(share());
        publish(share(), false);
        die();
        assertThat(agent.health(target, deadline()).ailments())
                .singleElement()
                .satisfies(ailment -> assertThat(ailment.reason()).isEqualTo("FileSystemStale"));

        publish(share(), false);

        assertThat(agent.health(target, deadline()).good()).isTrue();
        assertThat(agent.health(staging, deadline()).good()).isTrue();
        assertThat(bench.mounts()).hasSize(2);
    }

    @Test
    void healingThatFailedIsTakenUpByTheNextCall() throws Exception {
        stage(share());
        publish(share(), false);
        die();
        refuse("ceph mount failed with (13) Permission denied", "");
        assertThatThrownBy(() -> publish(share(), false)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> publish(share(), false)).isInstanceOf(Failure.Denied.class);

        serveAgain();
        publish(share(), false);

        assertThat(agent.health(target, deadline()).good()).isTrue();
        assertThat(bench.mounts()).hasSize(2);
    }

    @Test
    void staleMountsAreTakenAway() throws Exception {
        stage(share());
        publish(share(), false);
        die();

        agent.unpublish(VOLUME, target, deadline());
        agent.unstage(VOLUME, staging, deadline());

        assertThat(bench.mounts()).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void mountThatAnotherDriverLeftAtTheTargetIsKnownAndTakenAway() throws Exception {
        Files.createDirectories(target);
        run(tools.directory().resolve("ceph-fuse").toString(), target.toString(), "-o", "fsname=" + SOURCE);

        assertThat(agent.stats(VOLUME, target, deadline())).isInstanceOf(VolumeStats.FileSystem.class);
        agent.unpublish(VOLUME, target, deadline());

        assertThat(bench.mounts()).isEmpty();
        assertThat(target).doesNotExist();
    }

    /// The kernel needs a moment to notice that nobody serves any more.
    private void die() throws IOException {
        signal("KILL");
        var gone = Waiting.until(
                "the server's end",
                deadline(),
                () -> agent.health(target, deadline()).good() ? Optional.empty() : Optional.of(target));
        assertThat(gone).isPresent();
    }
}
