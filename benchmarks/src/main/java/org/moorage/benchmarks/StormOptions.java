package org.moorage.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.moorage.benchmarks.storm.Patience;
import org.moorage.benchmarks.storm.StormSettings;
import org.moorage.benchmarks.storm.Weather;
import picocli.CommandLine.Option;

/// The storm on the command line.
final class StormOptions {
    @Option(
            names = "--driver",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${sys:moorage.package}/bin/cinder-csi-plugin",
            description = "our driver (default: the package of this checkout)")
    Path driver = Path.of("");

    @Option(
            names = "--peer",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${env:CINDER_CSI_PLUGIN}",
            description = "the Go driver beside it (default: the variable CINDER_CSI_PLUGIN; without, none)")
    @Nullable
    Path peer;

    @Option(
            names = "--lifecycles",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "200",
            description = "volumes in all (default: ${DEFAULT-VALUE})")
    int lifecycles;

    @Option(
            names = "--concurrency",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "50",
            description = "volumes at one time (default: ${DEFAULT-VALUE})")
    int concurrency;

    @Option(
            names = "--request-latency",
            converter = WholeNumber.NotNegative.class,
            paramLabel = "MS",
            defaultValue = "50",
            description = "how long each answer of the cloud waits, in milliseconds (default: ${DEFAULT-VALUE})")
    int requestLatency;

    @Option(
            names = "--state-time",
            converter = WholeNumber.NotNegative.class,
            paramLabel = "MS",
            defaultValue = "500",
            description = "how long a state such as creating lasts, in milliseconds (default: ${DEFAULT-VALUE})")
    int stateTime;

    @Option(
            names = "--patience",
            paramLabel = "WHOSE",
            defaultValue = "DEFAULT",
            description = "how long a call may take: DEFAULT, as the sidecars by themselves, 10 to 15 s and 60 s for"
                    + " snapshots; MANIFESTS, 3 min as the Go driver's manifests say (default: ${DEFAULT-VALUE})")
    Patience patience = Patience.DEFAULT;

    StormSettings settings(Weather weather, boolean snapshots) {
        return new StormSettings(
                lifecycles,
                concurrency,
                Duration.ofMillis(requestLatency),
                Duration.ofMillis(stateTime),
                weather,
                snapshots,
                patience);
    }
}
