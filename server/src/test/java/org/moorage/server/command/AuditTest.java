package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.FakeDriver;
import org.moorage.server.kubernetes.FakeCluster;
import org.moorage.server.orphans.FakeInventory;

class AuditTest {
    private final FakeCluster cluster = new FakeCluster();
    private final FakeInventory inventory = new FakeInventory();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private boolean audit(FakeDriver driver, String... more) {
        var arguments = new java.util.ArrayList<>(List.of("--master=" + cluster.url()));
        arguments.addAll(List.of(more));
        var given = new Flags("audit", ClusterPlan.ACCESS).read(arguments).given();
        return Audit.run(driver, given, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void orphansAreShownAndNothingIsChanged() {
        var orphan = inventory.volume(Duration.ofDays(3));
        var claimed = inventory.volume(Duration.ofDays(3));
        cluster.put(
                "/api/v1/persistentvolumes/a", "{\"spec\": {\"csi\": {\"volumeHandle\": \"" + claimed.id() + "\"}}}");
        var driver = FakeDriver.withRoles(inventory);

        assertThat(audit(driver)).isTrue();

        assertThat(printed()).contains(orphan.id()).doesNotContain(claimed.id());
        assertThat(inventory.ids()).hasSize(2);
        assertThat(cluster.requests()).allMatch(request -> request.method().equals("GET"));
        assertThat(driver.closed()).isTrue();
    }

    @Test
    void ageDecidesWhatIsAnOrphan() {
        inventory.volume(Duration.ofHours(30));

        assertThat(audit(FakeDriver.withRoles(inventory), "--reaper-min-age=48h"))
                .isFalse();
        assertThat(audit(FakeDriver.withRoles(inventory))).isTrue();
    }

    @Test
    void backendThatDoesNotTellWhatItMadeIsRefused() {
        assertThatThrownBy(() -> audit(FakeDriver.withAllRoles()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not tell what it made");
    }

    @Test
    void permissionToDeleteMustNameTheClusterAndALongEnoughAge() {
        assertThatThrownBy(() -> RunningServer.of(
                        FakeDriver.withRoles(inventory),
                        "--master=" + cluster.url(),
                        "--reaper-interval=1h",
                        "--reaper-delete=kubernetes"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not this cluster's mark");
        assertThatThrownBy(() -> RunningServer.of(
                        FakeDriver.withRoles(inventory), "--reaper-delete=prod", "--reaper-min-age=5m"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .containsExactly(
                                        "--reaper-delete needs --reaper-interval: write how often, such as 12h",
                                        "--reaper-min-age is less than 1h, too little to delete by"));
    }
}
