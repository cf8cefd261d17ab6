package org.moorage.demo;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.http.OpenStackError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// `moorage demo`: the life of a volume on an embedded cloud or a real one, a line and a time for each step.
@Command(
        name = "moorage demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a volume through its whole life, as a cluster would: created, attached, formatted, mounted, written,"
                    + " grown, snapshotted, restored, cloned, detached, deleted; then looks for anything left behind.",
            "Without options it brings its own OpenStack.",
            "Exit codes: 0 every step showed what it must, 1 one did not, 2 the command line was not understood."
        })
public final class Main implements Callable<Integer> {
    @Option(
            names = "--cloud-config",
            paramLabel = "FILE",
            description = "walk on the real OpenStack of this cloud.conf instead")
    private @Nullable Path cloudConfig;

    @Option(
            names = "--instance-id",
            paramLabel = "UUID",
            description = "the server of that OpenStack that plays the node; without it, one whose devices the emulator"
                    + " shows on this machine, else the server on which this runs")
    private @Nullable String instanceId;

    @Option(
            names = "--driver",
            paramLabel = "DRIVER",
            converter = ShownConverter.class,
            description =
                    "what is shown: 'cinder', a volume, as without this option; or 'nfs', a share of Manila on two"
                            + " nodes")
    private Shown shown = Shown.CINDER;

    @Option(
            names = "--kill",
            arity = "0..1",
            paramLabel = "WHEN",
            fallbackValue = "between",
            converter = KillConverter.class,
            description = "kill the CSI server (SIGKILL) and go on with a new one: 'between' any two steps, as without"
                    + " WHEN, or 'during' each of them")
    private Kill kill = Kill.NEVER;

    private Main() {}

    /// Ends the process with 0 when every step passed.
    ///
    /// @param arguments what follows `moorage demo`
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler(Main::refuse)
                .execute(arguments));
    }

    /// What the demo can show.
    private enum Shown {
        CINDER,
        NFS;

        Scene scene(DemoCloud cloud, Path home, Path directory, String prefix) {
            return switch (this) {
                case CINDER -> new VolumeScene(cloud, home, directory, prefix);
                case NFS -> new ShareScene(cloud, home, directory, prefix);
            };
        }
    }

    /// Reads the words of `--driver`.
    private static final class ShownConverter implements ITypeConverter<Shown> {
        @Override
        public Shown convert(String text) {
            return switch (text) {
                case "cinder" -> Shown.CINDER;
                case "nfs" -> Shown.NFS;
                default -> throw new TypeConversionException("'" + text + "' is neither cinder nor nfs");
            };
        }
    }

    /// Reads the words of `--kill`.
    private static final class KillConverter implements ITypeConverter<Kill> {
        @Override
        public Kill convert(String text) {
            return switch (text) {
                case "between" -> Kill.BETWEEN;
                case "during" -> Kill.DURING;
                default -> throw new TypeConversionException("'" + text + "' is neither between nor during");
            };
        }
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        System.err.println("moorage demo: " + mistake.getMessage() + "; see --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException {
        var home = System.getenv("MOORAGE_HOME");
        if (home == null) {
            System.err.println("moorage demo: start it by bin/moorage of the package, which says where the package is");
            return 2;
        }
        var progress = new Progress(
                System.out,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
        var stop = StopSignal.listen();
        var directory = Files.createTempDirectory("moorage-demo-");
        try (var cloud = cloud(directory)) {
            var prefix = "moorage-demo-" + ProcessHandle.current().pid() + "-";
            try (var scene = shown.scene(cloud, Path.of(home), directory, prefix)) {
                return new Demo(progress, cloud, scene, kill, stop).run() ? 0 : 1;
            }
        } catch (Refusal refusal) {
            refusal.problems().forEach(problem -> System.err.println("moorage demo: " + problem));
            return 1;
        } catch (OpenStackError | UncheckedIOException | StepFailed failure) {
            System.err.println("moorage demo: " + failure.getMessage());
            return 1;
        } finally {
            stop.endWalk();
            delete(directory);
            stop.ended();
        }
    }

    private DemoCloud cloud(Path directory) {
        return cloudConfig == null
                ? EmbeddedCloud.start(directory)
                : RealCloud.connect(cloudConfig, Optional.ofNullable(instanceId));
    }

    /// Deletes the demo's own directory, in which by now nothing is mounted: a mount that is left stands for a
    /// failed step, and what is behind it must not be deleted.
    private static void delete(Path directory) throws IOException {
        if (!Leftovers.mountsBelow(directory).isEmpty()) {
            System.err.println("moorage demo: " + directory + " is not deleted, something is mounted in it");
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
