package org.moorage.server.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;
import org.moorage.server.plugin.BackendDefect;
import org.moorage.server.plugin.Backends;

/// The command line of the server.
///
///     serve --endpoint=unix:///csi/csi.sock ...      serve an installed backend
///     serve --config=FILE                            serve the drivers that the file names
///     NAME-csi-plugin --endpoint=...                 the same with the backend NAME and the Go driver's flags
///     audit --cluster=NAME ...                       what the cluster made and does not name any more
///     plugins list                                   the installed backends
///     new-backend NAME                               a module for a backend of one's own
///     version
public final class Main {
    private static final String GO_DRIVER = "-csi-plugin";
    private static final int FINE = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;
    private static final int FOUND = 3;
    private static final String COMMANDS = "serve, NAME-csi-plugin, doctor, audit, plugins, new-backend, version";

    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs the command and ends the process with its exit code.
    public static void main(String... arguments) {
        PlainLogback.choose();
        var code = run(List.of(arguments), System.out, System.err);
        if (code != FINE) {
            System.exit(code);
        }
    }

    /// Runs the command to its end: 0 when all went well, 1 when something was refused, 2 when the command line
    /// is not understood, 3 when an audit found something.
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        return new Main(out, err).run(arguments);
    }

    private int run(List<String> arguments) {
        try {
            return command(arguments);
        } catch (UsageError e) {
            err.println(e.getMessage());
            return MISUSED;
        } catch (Refusal refusal) {
            refusal.problems().forEach(err::println);
            return REFUSED;
        } catch (BackendDefect defect) {
            err.println(defect.getMessage());
            Optional.ofNullable(defect.getCause()).ifPresent(cause -> cause.printStackTrace(err));
            return REFUSED;
        } catch (Failure failure) {
            err.println(failure.getMessage());
            return REFUSED;
        }
    }

    private int command(List<String> arguments) {
        var command = arguments.isEmpty() ? "" : arguments.getFirst();
        var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (command) {
            case "version", "--version" -> version();
            case "help", "--help", "-h" -> help();
            case "plugins" -> plugins(rest);
            case "new-backend" -> newBackend(rest);
            case "audit" -> audit(rest);
            case "doctor" -> doctor(rest);
            case "serve" -> {
                serving().run(command, rest);
                yield FINE;
            }
            case String plugin
            when plugin.endsWith(GO_DRIVER) -> {
                serving().run(plugin, plugin.substring(0, plugin.length() - GO_DRIVER.length()), rest);
                yield FINE;
            }
            case "" -> throw new UsageError("a command is missing; there are: " + COMMANDS);
            default -> throw new UsageError("unknown command '" + command + "'; there are: " + COMMANDS);
        };
    }

    private ServeCommand serving() {
        return new ServeCommand(Backends.installed(), out, err);
    }

    private int version() {
        Version.print(out);
        return FINE;
    }

    private int help() {
        out.println("""
                serve              serve an installed backend, or several by a file: see serve --help
                NAME-csi-plugin    the same with the backend NAME: takes the flags of the Go driver of that name
                doctor             look at all that a driver needs, and say what to do: see doctor --help
                audit              list what the cluster made and does not name any more: see audit --help
                plugins list       list the installed backends
                new-backend NAME   begin a backend of your own: see new-backend --help
                version            print the version""");
        return FINE;
    }

    private int plugins(List<String> arguments) {
        if (Typed.help(arguments)) {
            out.println("""
                    Usage: moorage plugins [list]
                    A line for each backend of this package and of its plugins/: name, module, version, origin, roles,
                    divided by tabs; then, after #, what is wrong with plugins that cannot be used.
                    Exit codes: 0 all can be used, 1 one cannot.""");
            return FINE;
        }
        if (!arguments.isEmpty() && !arguments.equals(List.of("list"))) {
            throw new UsageError(
                    "unknown argument '" + arguments.getFirst() + "'; 'moorage plugins' takes none; see --help");
        }
        return new Installed(Backends.installed()).print(out) ? FINE : REFUSED;
    }

    private int newBackend(List<String> arguments) {
        var named = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
        var flags = new Flags("new-backend NAME", List.of(NewBackend.GROUP));
        var given = flags.read(named ? arguments.subList(1, arguments.size()) : arguments);
        if (given.help()) {
            flags.help(out);
            return FINE;
        }
        if (given.version()) {
            return version();
        }
        if (!named) {
            throw new UsageError("the name of the new backend is missing: write 'moorage new-backend NAME'");
        }
        NewBackend.of(arguments.getFirst(), given.given(), Backends.installed())
                .write(Path.of("").toAbsolutePath(), out);
        return FINE;
    }

    private int audit(List<String> arguments) {
        return about("audit", ClusterPlan.ACCESS, arguments, (provider, given) -> {
            Logging.start(0, err);
            return Audit.run(provider, given, out) ? FOUND : FINE;
        });
    }

    private int doctor(List<String> arguments) {
        return about("doctor", Doctor.OPTIONS, arguments, (provider, given) -> {
            Logging.silence();
            return new Doctor(given).run(provider, out) ? FINE : FOUND;
        });
    }

    /// A command about one backend, which `--driver` chooses where there are several.
    ///
    /// @param own  the command's options beside those of the backend
    /// @param work what it does; its result is the exit code
    private int about(
            String command, List<Option> own, List<String> arguments, ToIntBiFunction<BackendProvider, Settings> work) {
        var options = new ArrayList<>(own);
        options.add(ServerOptions.CHOICE);
        var backends = Backends.installed();
        var driver = Typed.value(arguments, ServerOptions.DRIVER);
        if (driver.isEmpty() && backends.all().size() > 1 && Typed.help(arguments)) {
            new Flags(command, options).help(out);
            return FINE;
        }
        var provider = backends.choose(driver);
        options.addAll(provider.options());
        var flags = new Flags(command, options);
        var given = flags.read(arguments);
        if (given.help()) {
            flags.help(out);
            return FINE;
        }
        return given.version() ? version() : work.applyAsInt(provider, given.given());
    }
}
