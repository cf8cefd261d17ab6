package org.moorage.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.plugin.Backends;
import org.moorage.server.rpc.Endpoint;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The file that names the drivers of one process, each with the options that it would have on a command line:
///
///     drivers:
///       block:
///         driver: cinder
///         endpoint: unix:///csi/cinder/csi.sock
///         cloud-config: [/etc/config/cloud.conf]
///       nfs:
///         driver: manila
///         ...
///
/// All that is wrong with it is told together, each problem with file and line.
final class DriversFile {
    private static final String DRIVERS = "drivers";

    private final Path file;
    private final Backends backends;
    private final List<String> problems = new ArrayList<>();

    private DriversFile(Path file, Backends backends) {
        this.file = file;
        this.backends = backends;
    }

    /// Reads the file.
    ///
    /// @return at least one driver
    /// @throws Refusal if it cannot be read or something in it is wrong: all problems together
    static List<DriverEntry> read(Path file, Backends backends) {
        return new DriversFile(file, backends).drivers();
    }

    private List<DriverEntry> drivers() {
        var entries = new ArrayList<DriverEntry>();
        var root = pairs(compose(), "the file must hold " + DRIVERS + ":, and below it a name for each driver");
        for (var key : root.keySet()) {
            if (!text(key).equals(DRIVERS)) {
                problem(
                        key,
                        "'" + text(key) + "' is not known here; below " + DRIVERS + ": stands a name for each"
                                + " driver, and below that its options");
            }
        }
        root.forEach((key, value) -> {
            if (text(key).equals(DRIVERS)) {
                pairs(value, DRIVERS + " must hold a name for each driver")
                        .forEach((name, options) -> entry(name, options).ifPresent(entries::add));
            }
        });
        if (problems.isEmpty() && entries.isEmpty()) {
            problems.add(file + ": there is no driver below " + DRIVERS + ": write one");
        }
        refuseSharedEndpoints(entries);
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        return entries;
    }

    private Node compose() {
        try {
            var settings = LoadSettings.builder().setLabel(file.toString()).build();
            return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, Files.readString(file))))
                    .getSingleNode()
                    .orElseThrow(() -> new Refusal("--config " + file + " is empty: name the drivers to serve"));
        } catch (MarkedYamlEngineException e) {
            var line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new Refusal(file + line + ": this is no YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new Refusal(file + ": this is no YAML: " + firstLine(e), e);
        } catch (NoSuchFileException e) {
            throw new Refusal("--config " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new Refusal("--config " + file + " cannot be read: " + firstLine(e), e);
        }
    }

    private Optional<DriverEntry> entry(Node name, Node options) {
        var place = place(name);
        var where = place + " (driver " + text(name) + "): ";
        var known = problems.size();
        try {
            var typed = pairs(options, "driver " + text(name) + " must hold its options");
            if (!(options instanceof MappingNode)) {
                return Optional.empty();
            }
            var backend = typed.entrySet().stream()
                    .filter(pair -> text(pair.getKey()).equals(ServerOptions.DRIVER))
                    .map(pair -> text(pair.getValue()))
                    .findFirst();
            var provider = backends.choose(backend);
            var reader = new EntryOptions(ServerOptions.ofEach(provider.options()), this::problem);
            var given = reader.read(typed);
            var settings = ServeSettings.of(given);
            return problems.size() > known
                    ? Optional.empty()
                    : Optional.of(new DriverEntry(text(name), place, provider, given, settings, reader.warnings()));
        } catch (Refusal refusal) {
            refusal.problems().forEach(one -> problems.add(where + EntryOptions.inFile(one)));
            return Optional.empty();
        }
    }

    private void refuseSharedEndpoints(List<DriverEntry> entries) {
        var taken = new HashMap<Endpoint, DriverEntry>();
        for (var entry : entries) {
            for (var endpoint : entry.settings().endpoints()) {
                var anyPort = endpoint instanceof Endpoint.Tcp tcp && tcp.port() == 0;
                var other = anyPort ? null : taken.put(endpoint, entry);
                if (other != null) {
                    problems.add(entry.where() + endpoint + " is the endpoint of driver " + other.name()
                            + " already: give each its own");
                }
            }
        }
    }

    /// The pairs of a mapping in order; of two with one key, the first, and a problem.
    private Map<Node, Node> pairs(Node node, String expected) {
        var pairs = new LinkedHashMap<Node, Node>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, expected);
            return pairs;
        }
        var seen = new HashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            var first = seen.putIfAbsent(text(tuple.getKeyNode()), tuple.getKeyNode());
            if (first == null) {
                pairs.put(tuple.getKeyNode(), tuple.getValueNode());
            } else {
                problem(tuple.getKeyNode(), "'" + text(tuple.getKeyNode()) + "' is there twice");
            }
        }
        return pairs;
    }

    private void problem(Node node, String problem) {
        problems.add(place(node) + ": " + problem);
    }

    private String place(Node node) {
        return file
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    /// What a scalar says, word for word: a version 1.10 must not become the number 1.1.
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given");
    }
}
