package org.moorage.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.moorage.benchmarks.page.Comparison;
import org.moorage.benchmarks.storm.StormResult;
import org.moorage.benchmarks.storm.Weather;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One storm, and its tables on standard output.
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Leads many volumes' lives at one time through our driver, and the Go driver beside it: created,"
                + " attached, detached, deleted, by callers that repeat a failed call as the sidecars do. The cloud is"
                + " in memory. Exit code 1: a life came to no end, or something was left in the cloud of ours.")
final class StormCommand implements Callable<Integer> {
    @Mixin
    private final StormOptions options = new StormOptions();

    @Option(
            names = "--weather",
            paramLabel = "WEATHER",
            defaultValue = "FAIR",
            description = "FAIR, or FOUL: 2 %% of the requests are answered 503, 2 %% lose their connection, 5 %% are"
                    + " answered 429 with Retry-After (default: ${DEFAULT-VALUE})")
    private Weather weather = Weather.FAIR;

    @Option(names = "--snapshots", description = "snapshot and grow each volume while it is attached")
    private boolean snapshots;

    @Option(
            names = "--repeats",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "storms over each driver, in turns; the median is told (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(names = "--messages", description = "print the errors that callers saw word by word")
    private boolean messages;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var settings = options.settings(weather, snapshots);
        var rig = Rig.of(options);
        rig.warmUp(settings);
        var comparison = rig.compare(settings, repeats);
        System.out.println(comparison.table().markdown());
        System.out.println(comparison.requests().markdown());
        System.out.println(comparison.errors().markdown());
        System.out.println(comparison.walls());
        if (messages) {
            print(comparison.our());
            comparison.peer().ifPresent(StormCommand::print);
        }
        return passed(comparison) ? 0 : 1;
    }

    private static void print(StormResult result) {
        System.out.println("\n" + result.contender() + " " + result.version());
        result.messages().forEach((text, count) -> System.out.println(count + "  " + text));
    }

    private boolean passed(Comparison comparison) {
        return comparison.ours().stream()
                .allMatch(result ->
                        result.lived() == options.lifecycles && result.leftVolumes() == 0 && result.leftOthers() == 0);
    }
}
