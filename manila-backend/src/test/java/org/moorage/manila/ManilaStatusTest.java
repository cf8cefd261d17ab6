package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

/// What the driver has to say for the status page.
@Timeout(60)
class ManilaStatusTest {
    @Test
    void tellsOfTheSessionsOfSecretsAndOfWhatIsWaitedFor() throws Exception {
        try (var cloud = TestCloud.start()) {
            var reporter = cloud.role(StatusReporter.class);
            assertThat(reporter.report().sessions()).isEmpty();

            cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE));
            var made = CompletableFuture.supplyAsync(() -> cloud.made("pvc-1"), Thread::startVirtualThread);
            while (reporter.report().waits().isEmpty()) {
                Thread.onSpinWait();
            }

            var report = reporter.report();
            assertThat(report.waits())
                    .singleElement()
                    .satisfies(wait -> assertThat(wait.what()).startsWith("share "));
            assertThat(report.sessions()).singleElement().satisfies(session -> {
                assertThat(session.name()).startsWith("secrets of requests, project ");
                assertThat(session.state()).isEqualTo("logged in");
                assertThat(session.ends().orElseThrow()).isAfter(Instant.now());
            });
            cloud.emulator.faults().heal();
            made.get(30, TimeUnit.SECONDS);
            assertThat(reporter.report().waits()).isEmpty();
        }
    }

    @Test
    void tellsOfTheDriversOwnCloud() throws Exception {
        try (var cloud = TestCloud.withOwn()) {
            assertThat(cloud.role(StatusReporter.class).report().sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.name()).isEqualTo("[Global]"));
        }
    }
}
