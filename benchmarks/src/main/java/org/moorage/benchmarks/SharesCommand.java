package org.moorage.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.moorage.benchmarks.page.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The storm over shares, and its tables on standard output.
@Command(
        name = "shares",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Creates and deletes many shares at one time through our driver for Manila, and the Go driver"
                + " beside it. The cloud is in memory. Exit code 1: a life came to no end, or something was left in"
                + " the cloud of ours.")
final class SharesCommand implements Callable<Integer> {
    @Mixin
    private final ShareStormOptions options = new ShareStormOptions();

    @Option(
            names = "--repeats",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "3",
            description = "storms over each driver, in turns; the median is told (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var machine = Machine.here();
        var rig = Rig.of(options);
        rig.warmUp(options.settings());
        var comparison = rig.compare(options.settings(), repeats);
        System.out.println("Measured " + machine.text());
        System.out.println(comparison.table().markdown());
        System.out.println(comparison.walls());
        System.out.println();
        System.out.println(comparison.requests().markdown());
        System.out.println(comparison.errors().markdown());
        var whole = comparison.ours().stream()
                .allMatch(result ->
                        result.lived() == options.shares && result.leftVolumes() == 0 && result.leftOthers() == 0);
        return whole ? 0 : 1;
    }
}
