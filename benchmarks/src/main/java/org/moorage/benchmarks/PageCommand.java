package org.moorage.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.moorage.benchmarks.micro.Micro;
import org.moorage.benchmarks.page.Machine;
import org.moorage.benchmarks.page.Page;
import org.moorage.benchmarks.storm.Weather;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures everything and writes the page about it.
@Command(
        name = "page",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Holds the storms, runs JMH, and writes docs/performance.md and docs/performance.svg; a quarter of"
                        + " an hour on a machine that does nothing else.")
final class PageCommand implements Callable<Integer> {
    private static final Path DOCS = Path.of("docs");

    @Mixin
    private final StormOptions options = new StormOptions();

    @Mixin
    private final ShareStormOptions shareOptions = new ShareStormOptions();

    @Option(
            names = "--repeats",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "storms over each driver in which nothing goes wrong, in turns; the median is told; with faults"
                            + " it is one, since the Go driver takes minutes for it (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        var machine = Machine.here();
        var fairWeather = options.settings(Weather.FAIR, false);
        var rig = Rig.of(options);
        rig.warmUp(fairWeather);
        var fair = rig.compare(fairWeather, repeats);
        System.out.println(fair.table().markdown());
        var foul = rig.compare(options.settings(Weather.FOUL, false), 1);
        System.out.println(foul.table().markdown());
        var shareRig = Rig.of(shareOptions);
        shareRig.warmUp(shareOptions.settings());
        var shares = shareRig.compare(shareOptions.settings(), repeats);
        System.out.println(shares.table().markdown());
        var alone = rig.alone(options.settings(Weather.FAIR, true));
        // Whoever stops JMH, which takes the longest, has the storms.
        new Page(machine, fair, foul, shares, alone, List.of()).write(DOCS);
        new Page(machine, fair, foul, shares, alone, Micro.run("org.moorage")).write(DOCS);
        System.out.println("written: " + DOCS.resolve("performance.md"));
        return 0;
    }
}
