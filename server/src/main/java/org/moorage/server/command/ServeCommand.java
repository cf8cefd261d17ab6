package org.moorage.server.command;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.node.AgentHost;
import org.moorage.server.plugin.Backends;
import org.moorage.server.plugin.RolesOf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that serve: one driver by its options, or several by a file.
final class ServeCommand {
    private final Backends backends;
    private final PrintStream out;
    private final PrintStream err;

    ServeCommand(Backends backends, PrintStream out, PrintStream err) {
        this.backends = backends;
        this.out = out;
        this.err = err;
    }

    /// `serve`: the drivers of the file that `--config` names, else the one of the other options.
    void run(String command, List<String> arguments) {
        if (arguments.contains("--" + ServerOptions.CONFIG)
                || Typed.value(arguments, ServerOptions.CONFIG).isPresent()) {
            several(command, arguments);
            return;
        }
        var driver = Typed.value(arguments, ServerOptions.DRIVER);
        if (driver.isEmpty() && backends.all().size() > 1 && Typed.help(arguments)) {
            new Flags(command, withChoices(ServerOptions.ALL)).help(out);
            return;
        }
        var provider = backends.choose(driver);
        one(provider, new Flags(command, withChoices(ServerOptions.with(provider.options()))), arguments);
    }

    /// `NAME-csi-plugin`: the backend of that name.
    void run(String command, String backend, List<String> arguments) {
        var provider = backends.choose(Optional.of(backend));
        one(provider, new Flags(command, ServerOptions.with(provider.options())), arguments);
    }

    private static List<Option> withChoices(List<Option> options) {
        var all = new ArrayList<>(options);
        all.addAll(ServerOptions.CHOICES);
        return all;
    }

    private void one(BackendProvider provider, Flags flags, List<String> arguments) {
        var given = flags.read(arguments);
        if (given.help() && !RolesOf.backend(provider).contains(Inventory.class.getSimpleName())) {
            flags.hide(ClusterPlan.OF_ORPHANS);
        }
        if (told(flags, given)) {
            return;
        }
        var settings = ServeSettings.of(given.given());
        begin(given, settings.verbosity());
        untilStopped(Serving.start(provider, new Serving.Plan(settings, given.given(), AgentHost::new)));
    }

    private void several(String command, List<String> arguments) {
        var options = new ArrayList<>(ServerOptions.OF_PROCESS);
        options.addAll(ServerOptions.CHOICES);
        var flags = new Flags(command, options);
        var given = read(flags, arguments);
        if (told(flags, given)) {
            return;
        }
        var settings = given.given();
        var file = Path.of(settings.text(ServerOptions.CONFIG)
                .orElseThrow(() -> new UsageError("--config names no file: write --config=FILE")));
        if (settings.text(ServerOptions.DRIVER).isPresent()) {
            throw new UsageError("--driver beside --config: the file names the drivers");
        }
        var problems = new ArrayList<String>();
        var http = ServeSettings.collected(
                problems, Optional.<InetSocketAddress>empty(), () -> ServeSettings.http(settings));
        var verbosity = ServeSettings.collected(problems, 0, () -> ServeSettings.verbosity(settings));
        var entries = ServeSettings.collected(problems, List.<DriverEntry>of(), () -> DriversFile.read(file, backends));
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        begin(given, verbosity);
        untilStopped(Drivers.start(
                entries, http, new Drivers.Terms(AgentHost::new, settings.enabled(ServerOptions.STRICT_PLUGINS))));
    }

    private static Flags.Given read(Flags flags, List<String> arguments) {
        try {
            return flags.read(arguments);
        } catch (UsageError e) {
            throw new UsageError(e.getMessage() + "; beside --config stand options of the whole process, those of"
                    + " drivers stand in the file");
        }
    }

    private boolean told(Flags flags, Flags.Given given) {
        if (given.help()) {
            flags.help(out);
        } else if (given.version()) {
            Version.print(out);
        }
        return given.help() || given.version();
    }

    private void begin(Flags.Given given, int verbosity) {
        if (given.given().enabled(ServerOptions.STRICT_PLUGINS)) {
            backends.requireNoneRefused();
        }
        Logging.start(verbosity, err);
        Logger log = LoggerFactory.getLogger(Main.class);
        given.warnings().forEach(warning -> log.atWarn().log(warning));
        Installed.log(backends, log);
    }

    private static void untilStopped(Running running) {
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
        try {
            running.await();
        } catch (InterruptedException _) {
            running.close();
        }
    }
}
