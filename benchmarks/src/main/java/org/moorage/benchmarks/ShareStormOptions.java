package org.moorage.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.moorage.benchmarks.storm.Patience;
import org.moorage.benchmarks.storm.StormSettings;
import org.moorage.benchmarks.storm.Weather;
import picocli.CommandLine.Option;

/// The storm over shares on the command line. Answers wait for 50 ms and states last for 500 ms, as the page says.
final class ShareStormOptions {
    private static final Duration REQUEST_LATENCY = Duration.ofMillis(50);
    private static final Duration STATE_TIME = Duration.ofMillis(500);

    @Option(
            names = "--share-driver",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${sys:moorage.package}/bin/manila-csi-plugin",
            description = "our driver for Manila (default: the package of this checkout)")
    Path driver = Path.of("");

    @Option(
            names = "--share-peer",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${env:MANILA_CSI_PLUGIN}",
            description = "the Go driver beside it (default: the variable MANILA_CSI_PLUGIN; without, none)")
    @Nullable
    Path peer;

    @Option(
            names = "--shares",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "100",
            description = "shares in all (default: ${DEFAULT-VALUE})")
    int shares;

    @Option(
            names = "--shares-at-once",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "20",
            description = "shares at one time (default: ${DEFAULT-VALUE})")
    int atOnce;

    StormSettings settings() {
        return new StormSettings(shares, atOnce, REQUEST_LATENCY, STATE_TIME, Weather.FAIR, false, Patience.DEFAULT);
    }
}
