package org.moorage.benchmarks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moorage.benchmarks.storm.NotMeasured;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// `benchmarks/run`.
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        subcommands = {
            PageCommand.class,
            StormCommand.class,
            SharesCommand.class,
            StartCommand.class,
            MicroCommand.class
        },
        description = "Measures Moorage, and the Go driver beside it. Without a command: page.")
public final class Main {
    private static final int END_LIMIT_SECONDS = 20;

    private Main() {}

    public static void main(String[] arguments) {
        var finished = new CountDownLatch(1);
        var worker = Thread.currentThread();
        // After Ctrl-C the drivers and the clouds are taken down by those who set them up.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(worker, finished), "end"));
        var status = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> tell(failure))
                .setParameterExceptionHandler((mistake, _) -> refuse(mistake))
                .execute(arguments.length == 0 ? new String[] {"page"} : arguments);
        finished.countDown();
        System.exit(status);
    }

    private static int refuse(ParameterException mistake) {
        System.err.println("benchmarks: "
                + String.valueOf(mistake.getMessage()).lines().findFirst().orElse("") + "; "
                + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help tells what there is");
        return CommandLine.ExitCode.USAGE;
    }

    private static int tell(Exception failure) {
        if (failure instanceof InterruptedException) {
            return 130;
        }
        if (failure instanceof NotMeasured || failure instanceof IOException) {
            System.err.println("benchmarks: " + failure.getMessage());
        } else {
            failure.printStackTrace();
        }
        return 1;
    }

    private static void end(Thread worker, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            var _ = finished.await(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
