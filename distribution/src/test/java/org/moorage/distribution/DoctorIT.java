package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

/// `moorage doctor` on a sound cloud and host, and with one mistake planted in either. Each must be found, named, and
/// come with what to do about it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorIT {
    private static final String WRONG = "WRONG  ";
    private static final String WARNING = "warning";
    private static final String PLENTY = "volumes";

    @TempDir
    private static Path directory;

    private Emulator emulator;
    private Path config;
    private Path kubelet;

    @BeforeAll
    void start() throws IOException {
        PackageUnderTest.assumeMounts();
        emulator = Emulator.start(
                EmulatorSettings.defaults(directory.resolve("cloud")).devices(false));
        kubelet = Files.createDirectories(directory.resolve("kubelet"));
    }

    @AfterAll
    void stop() throws IOException {
        if (emulator != null) {
            emulator.close();
        }
    }

    @BeforeEach
    void sound() throws IOException {
        emulator.faults().heal();
        emulator.policies().allow(Policies.QUOTAS);
        emulator.limit(PLENTY, 500);
        config = written(emulator.cloudConf());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cloud", ".conf"), text);
    }

    /// A host whose kubelet shares its mounts, and whatever else is done to it in a mount namespace of its own.
    private PackageUnderTest.Outcome doctor(String mistake, String... further) throws Exception {
        var shared = "mount --bind " + kubelet + " " + kubelet + " && mount --make-shared " + kubelet;
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                shared + " && " + mistake + " && exec \"$@\"",
                "sh",
                PackageUnderTest.LAUNCHER.toString(),
                "doctor",
                "--driver=cinder",
                "--kubelet-dir=" + kubelet,
                "--instance-id=" + emulator.servers().getFirst().id(),
                "--instance-zone=az1",
                "--cloud-config=" + config));
        command.addAll(List.of(further));
        return PackageUnderTest.run(Duration.ofMinutes(2), Map.of(), command);
    }

    private PackageUnderTest.Outcome doctor() throws Exception {
        return doctor("true");
    }

    private static void found(PackageUnderTest.Outcome outcome, String level, String... words) {
        assertThat(outcome.lines())
                .anySatisfy(line -> assertThat(line).startsWith(level).contains(words));
        var line = outcome.lines().stream()
                .filter(each ->
                        each.startsWith(level) && List.of(words).stream().allMatch(each::contains))
                .findFirst()
                .orElseThrow();
        assertThat(outcome.lines().get(outcome.lines().indexOf(line) + 1))
                .as("the remedy")
                .contains("->");
        assertThat(outcome.exitCode()).isEqualTo(level.equals(WRONG) ? 3 : 0);
    }

    @Test
    void nothingIsWrongWithASoundOne() throws Exception {
        var outcome = doctor();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.text()).contains(", 0 wrong");
    }

    /// Several backends are installed, and none is chosen.
    @Test
    void helpWantsNoBackend() throws Exception {
        for (var command : List.of("doctor", "audit")) {
            var outcome = PackageUnderTest.run(
                    Duration.ofMinutes(1), Map.of(), List.of(PackageUnderTest.LAUNCHER.toString(), command, "--help"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.text()).contains("--driver");
        }
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        emulator.limit(PLENTY, 0);

        var outcome = doctor("true", "--json");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.text()).startsWith("[").contains("\"level\" : \"wrong\"", "\"remedy\" : \"have the quota");
    }

    @Test
    void configurationThatIsNotThere() throws Exception {
        config = directory.resolve("nowhere.conf");

        found(doctor(), WRONG, "configuration", "nowhere.conf");
    }

    @Test
    void secretThatIsWrong() throws Exception {
        config = written(emulator.cloudConf()
                .replaceAll("(?m)^(application-credential-secret|password) *=.*$", "$1 = canary-of-a-secret"));

        var outcome = doctor();

        found(outcome, WRONG, "configuration", "refuses the credentials");
        assertThat(outcome.text()).doesNotContain("canary");
    }

    @Test
    void keystoneThatIsNotThere() throws Exception {
        config = written(emulator.cloudConf().replaceAll("(?m)^auth-url *=.*$", "auth-url = http://127.0.0.1:1/v3"));

        var outcome = doctor();

        found(outcome, WRONG, "cloud", "127.0.0.1:1", "list snapshots");
        assertThat(outcome.text()).as("it is said once").containsOnlyOnce("127.0.0.1:1");
    }

    @Test
    void regionThatTheCatalogDoesNotHave() throws Exception {
        config = written(emulator.cloudConf().replaceAll("(?m)^region *=.*$", "") + "\n[Global]\nregion = Nowhere\n");

        found(doctor(), WRONG, "configuration", "Nowhere");
    }

    @Test
    void authorityThatCannotBeRead() throws Exception {
        config = written(emulator.cloudConf().replace("[Global]", "[Global]\nca-file = /nowhere/ca.pem"));

        found(doctor(), WRONG, "configuration", "/nowhere/ca.pem");
    }

    @Test
    void zoneThatCinderDoesNotHave() throws Exception {
        config = written(emulator.cloudConf().replace("[Global]", "[Global]\nzone-map = az1:az9"));

        found(doctor(), WRONG, "zones", "az9");
    }

    @Test
    void quotaThatIsUsedUp() throws Exception {
        emulator.limit(PLENTY, 0);

        found(doctor(), WRONG, "quota volumes", "0 of 0 left");
    }

    @Test
    void quotaThatTheProjectMayNotSee() throws Exception {
        emulator.policies().forbid(Policies.QUOTAS);

        found(doctor(), WARNING, "quotas", "403");
    }

    @Test
    void serversThatTheProjectMayNotRead() throws Exception {
        emulator.faults().put(RequestFault.status("GET", "/servers/{id}", 403));

        found(doctor(), WRONG, "read a server", "403");
    }

    @Test
    void socketWhoseDirectoryIsMissing() throws Exception {
        found(doctor("true", "--endpoint=unix:///nowhere/csi.sock"), WRONG, "socket", "/nowhere");
    }

    @Test
    void mountsThatReachNoPod() throws Exception {
        found(doctor("mount --make-private " + kubelet), WRONG, "mounts below", "not propagated");
    }

    @Test
    void programThatIsMissing() throws Exception {
        found(doctor("mount --bind /dev/null \"$(command -v mkfs.ext4)\""), WRONG, "mkfs.ext4", "not installed");
    }
}
