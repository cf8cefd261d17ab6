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
import org.moorage.emulator.ShareSettings;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

/// `moorage doctor` for Manila, on a sound cloud and with one mistake planted in it. Each must be found, named, and
/// come with what to do about it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorManilaIT {
    private static final String WRONG = "WRONG  ";
    private static final String WARNING = "warning";
    private static final String[] CLOUD_ALONE = {"--provide-node-service=false"};

    @TempDir
    private static Path directory;

    private Emulator emulator;
    private Path config;

    @BeforeAll
    void start() throws IOException {
        emulator = Emulator.start(settings("cloud"));
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
        emulator.policies().allow(Policies.SHARE_QUOTAS);
        emulator.policies().allow(Policies.SHARE_POOLS);
        config = written(emulator.cloudConf());
    }

    private static EmulatorSettings settings(String name) {
        return EmulatorSettings.defaults(directory.resolve(name)).devices(false);
    }

    private static Path written(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cloud", ".conf"), text);
    }

    private PackageUnderTest.Outcome doctor(String... further) throws Exception {
        return run("--share-protocol-selector=NFS", "--cloud-config=" + config, further);
    }

    private static PackageUnderTest.Outcome run(String protocol, String cloud, String... further) throws Exception {
        var command = new ArrayList<>(List.of(
                PackageUnderTest.LAUNCHER.toString(),
                "doctor",
                "--driver=manila",
                protocol,
                cloud,
                "--instance-id=node",
                "--instance-zone=az1"));
        command.addAll(List.of(further));
        return PackageUnderTest.run(Duration.ofMinutes(1), Map.of(), command);
    }

    private static void found(PackageUnderTest.Outcome outcome, String level, String... words) {
        var line = outcome.lines().stream()
                .filter(each ->
                        each.startsWith(level) && List.of(words).stream().allMatch(each::contains))
                .findFirst();
        assertThat(line).as(outcome.text()).isPresent();
        assertThat(outcome.lines().get(outcome.lines().indexOf(line.get()) + 1))
                .as("the remedy")
                .contains("->");
        assertThat(outcome.exitCode()).isEqualTo(level.equals(WRONG) ? 3 : 0);
    }

    @Test
    void nothingIsWrongWithASoundOne() throws Exception {
        var outcome = doctor("--provide-node-service=false", "--attach-required", "--with-topology");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text())
                .contains("version of Manila", "share types", "share networks", "quota shares", "zones", ", 0 wrong");
    }

    @Test
    void cloudThatNobodyNames() throws Exception {
        found(run("--share-protocol-selector=NFS", "--cloud-config=", CLOUD_ALONE), WARNING, "cloud", "--cloud-config");
    }

    @Test
    void keystoneThatIsNotThere() throws Exception {
        config = written(emulator.cloudConf().replaceAll("(?m)^auth-url *=.*$", "auth-url = http://127.0.0.1:1/v3"));

        var outcome = doctor(CLOUD_ALONE);

        found(outcome, WRONG, "cloud", "127.0.0.1:1", "share types", "quotas");
        assertThat(outcome.text()).as("it is said once").containsOnlyOnce("127.0.0.1:1");
    }

    @Test
    void manilaThatIsTooOldForWhatIsAsked() throws Exception {
        try (var old =
                Emulator.start(settings("old").shares(ShareSettings.defaults().version("2.44")))) {
            config = written(old.cloudConf());

            found(doctor("--provide-node-service=false", "--attach-required"), WRONG, "version of Manila", "2.44");
        }
    }

    @Test
    void sharesThatTheProjectMayNotList() throws Exception {
        emulator.faults().put(RequestFault.status("GET", "/shares/detail", 403));

        found(doctor(CLOUD_ALONE), WRONG, "list shares", "403");
    }

    @Test
    void accessRulesThatTheProjectMayNotList() throws Exception {
        emulator.faults().put(RequestFault.status("GET", "/share-access-rules", 403));

        found(doctor(CLOUD_ALONE), WRONG, "list access rules", "403");
    }

    @Test
    void serversThatTheProjectMayNotRead() throws Exception {
        emulator.faults().put(RequestFault.status("GET", "/servers/{id}", 403));

        found(doctor("--provide-node-service=false", "--attach-required"), WRONG, "read a server", "403");
    }

    @Test
    void typesThatCannotBeRead() throws Exception {
        emulator.faults().put(RequestFault.status("GET", "/types", 403));

        found(doctor(CLOUD_ALONE), WRONG, "share types", "403");
    }

    @Test
    void quotaThatIsUsedUp() throws Exception {
        try (var full = Emulator.start(settings("full")
                .shares(ShareSettings.defaults().limits(new ShareSettings.Limits(0, 100, 100, 100, 100))))) {
            config = written(full.cloudConf());

            found(doctor(CLOUD_ALONE), WRONG, "quota shares", "0 of 0 left");
        }
    }

    @Test
    void quotaThatTheProjectMayNotSee() throws Exception {
        emulator.policies().forbid(Policies.SHARE_QUOTAS);

        found(doctor(CLOUD_ALONE), WARNING, "quotas", "403");
    }

    @Test
    void severalOptionsAreWrong() throws Exception {
        var outcome = run("--share-protocol-selector=SMB", "--cloud-config=", "--node-networks=here");

        found(outcome, WRONG, "configuration", "--share-protocol-selector=SMB");
        found(outcome, WRONG, "configuration", "--node-networks");
    }

    /// Programs for block devices are none of its business, nor those of another protocol.
    @Test
    void asksForTheProgramsOfItsProtocolAlone() throws Exception {
        var nfs = doctor("--provide-controller-service=false");

        assertThat(nfs.text()).doesNotContain("xfs", "ext4", "multipathd", "ceph");
    }

    @Test
    void partnerBringsItsOwnPrograms() throws Exception {
        var outcome = doctor("--provide-controller-service=false", "--fwdendpoint=unix:///run/partner.sock");

        assertThat(outcome.text())
                .contains("the partner at unix:///run/partner.sock")
                .doesNotContain("mount.nfs");
    }
}
