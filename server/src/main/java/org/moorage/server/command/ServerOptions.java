package org.moorage.server.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;

/// The options that the server itself understands, spelled and preset as those of the Go drivers.
final class ServerOptions {
    static final String ENDPOINT = "endpoint";
    static final String CONTROLLER = "provide-controller-service";
    static final String NODE = "provide-node-service";
    static final String HTTP_ENDPOINT = "http-endpoint";
    static final String USER_AGENT = "user-agent";
    static final String VERBOSITY = "v";
    static final String DRIVER = "driver";
    static final String CONFIG = "config";
    static final String STRICT_PLUGINS = "strict-plugins";

    private static final String ONE_LOG =
            "Belongs to another logging library; the log goes to stderr, -v sets its level";

    /// Those that concern the process, whatever it serves.
    static final List<Option> OF_PROCESS = List.of(
            new Option(
                    HTTP_ENDPOINT,
                    Kind.TEXT,
                    "",
                    "host:port for /metrics, /healthz and, for this host alone, /status; none when empty"),
            new Option(VERBOSITY, Kind.TEXT, "0", "Verbosity of the log: 4 adds cloud calls, 5 requests, 6 all"),
            new Option(
                    STRICT_PLUGINS, Kind.BOOLEAN, "false", "Do not start while a plugin in plugins/ cannot be used"));

    private static final List<Option> OWN = List.of(
            new Option(
                    ENDPOINT,
                    Kind.LIST,
                    "",
                    "Where to listen: unix:///path/of/csi.sock or tcp://host:port; repeatable"),
            new Option(CONTROLLER, Kind.BOOLEAN, "true", "Serve the controller service"),
            new Option(NODE, Kind.BOOLEAN, "true", "Serve the node service"),
            new Option(
                    USER_AGENT, Kind.REPEATED, "", "A further word for the user agent shown to the cloud; repeatable"),
            ignored("nodeid", "The backend finds the node's id itself"),
            ignored("vmodule", ONE_LOG),
            ignored("log-flush-frequency", ONE_LOG),
            ignored("logtostderr", ONE_LOG),
            ignored("alsologtostderr", ONE_LOG),
            ignored("stderrthreshold", ONE_LOG),
            ignored("log-dir", ONE_LOG),
            ignored("log-file", ONE_LOG),
            ignored("log-file-max-size", ONE_LOG),
            ignored("log-backtrace-at", ONE_LOG),
            ignored("logging-format", ONE_LOG),
            ignored("add-dir-header", ONE_LOG),
            ignored("skip-headers", ONE_LOG),
            ignored("skip-log-headers", ONE_LOG),
            ignored("one-output", ONE_LOG));

    /// Those of every command that serves.
    static final List<Option> ALL = Stream.of(OF_PROCESS, OWN, ClusterPlan.ACCESS, ClusterPlan.SERVING)
            .flatMap(List::stream)
            .toList();

    /// The choice of a backend, where the command's name does not make it.
    static final Option CHOICE = new Option(
            DRIVER, Kind.TEXT, "", "Which installed backend it is about; needed only when there are several");

    /// The choices that the command's name does not make.
    static final List<Option> CHOICES = List.of(
            CHOICE,
            new Option(
                    CONFIG,
                    Kind.TEXT,
                    "",
                    "A file that names several drivers with their options, to be served by this process"));

    private ServerOptions() {}

    /// All options of a command that serves a backend. Where the backend has one that the server has itself, its
    /// default is the backend's.
    static List<Option> with(List<Option> ofBackend) {
        var presets = ofBackend.stream().collect(Collectors.toMap(Option::name, Option::fallback));
        return Stream.concat(
                        ALL.stream()
                                .map(own -> new Option(
                                        own.name(),
                                        own.kind(),
                                        presets.getOrDefault(own.name(), own.fallback()),
                                        own.description())),
                        ofBackend.stream())
                .toList();
    }

    /// The options of one driver among several in a process.
    static List<Option> ofEach(List<Option> ofBackend) {
        return Stream.concat(with(ofBackend).stream(), Stream.of(CHOICE))
                .filter(option ->
                        OF_PROCESS.stream().noneMatch(one -> one.name().equals(option.name())))
                .toList();
    }

    private static Option ignored(String name, String why) {
        return new Option(name, Kind.IGNORED, "", why);
    }
}
