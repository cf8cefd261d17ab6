package org.moorage.benchmarks;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.moorage.benchmarks.micro.Micro;
import org.moorage.benchmarks.page.MicroTable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// JMH, and its table on standard output.
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Measures the parts of a request by themselves, with JMH: each in three processes.")
final class MicroCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATTERN",
            defaultValue = "org.moorage",
            description = "only those whose name fits (default: all)")
    private Pattern pattern = Pattern.compile("");

    @Override
    public Integer call() throws RunnerException {
        System.out.println(MicroTable.of(Micro.run(pattern.pattern())).markdown());
        return 0;
    }
}
