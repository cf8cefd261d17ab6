package org.moorage.server.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads the options of one driver from a file: named as on the command line, `_` and `-` being one, lists as YAML's
/// lists or with commas, pairs as YAML's mappings or with commas.
final class EntryOptions {
    private static final Pattern FLAG_WITH_VALUE = Pattern.compile("(?<![\\w-])--([a-z][a-z-]*)=");

    private final Map<String, Option> known;
    private final BiConsumer<Node, String> problem;
    private final List<String> warnings = new ArrayList<>();

    /// @param known   the options that a driver may have
    /// @param problem is told what is wrong, and where
    EntryOptions(List<Option> known, BiConsumer<Node, String> problem) {
        this.known = known.stream()
                .collect(Collectors.toMap(Option::name, Function.identity(), (first, _) -> first, LinkedHashMap::new));
        this.problem = problem;
    }

    /// A problem in the words of the file: options stand there without dashes, and with a colon.
    static String inFile(String problem) {
        return FLAG_WITH_VALUE.matcher(problem).replaceAll("$1: ").replaceAll("(?<![\\w-])--([a-z][a-z-]*)", "$1");
    }

    /// A line for each option that was given and does nothing.
    List<String> warnings() {
        return warnings;
    }

    /// The settings, defaults filled in.
    Settings read(Map<Node, Node> typed) {
        var texts = new LinkedHashMap<String, List<String>>();
        known.forEach((name, option) ->
                texts.put(name, option.fallback().isEmpty() ? List.of() : List.of(option.fallback())));
        typed.forEach((key, value) -> {
            var name = DriversFile.text(key).replace('_', '-');
            var option = known.get(name);
            if (ServerOptions.OF_PROCESS.stream().anyMatch(one -> one.name().equals(name))) {
                problem.accept(key, "'" + name + "' is the whole process's: write --" + name + "=... beside --config");
            } else if (option == null) {
                var nearest = NearestName.of(name, known.keySet()).orElse(ServerOptions.DRIVER);
                problem.accept(key, "unknown option '" + name + "'; the nearest known one is " + nearest);
            } else if (option.kind() == Kind.IGNORED) {
                warnings.add(name + " does nothing. " + option.description());
            } else {
                texts.put(name, texts(option, value));
            }
        });
        return new Settings(texts);
    }

    private List<String> texts(Option option, Node value) {
        return switch (value) {
            case SequenceNode several
            when option.kind() == Kind.LIST || option.kind() == Kind.REPEATED ->
                several.getValue().stream().map(each -> scalar(option, each)).toList();
            case MappingNode pairs
            when option.kind() == Kind.MAP ->
                pairs.getValue().stream().map(pair -> pair(option, pair)).toList();
            default -> List.of(checked(option, value));
        };
    }

    private String pair(Option option, NodeTuple pair) {
        return DriversFile.text(pair.getKeyNode()) + "=" + scalar(option, pair.getValueNode());
    }

    private String checked(Option option, Node value) {
        var text = scalar(option, value);
        if (option.kind() == Kind.BOOLEAN) {
            try {
                var _ = new Settings(Map.of(option.name(), List.of(text))).enabled(option.name());
            } catch (Refusal _) {
                problem.accept(value, option.name() + ": write true or false, not '" + text + "'");
                return option.fallback();
            }
        }
        return text;
    }

    private String scalar(Option option, Node value) {
        if (!(value instanceof ScalarNode)) {
            problem.accept(value, option.name() + " takes " + expected(option.kind()));
        }
        return DriversFile.text(value);
    }

    private static String expected(Kind kind) {
        return switch (kind) {
            case TEXT, IGNORED -> "one text";
            case BOOLEAN -> "true or false";
            case REPEATED, LIST -> "a text, or a list of texts";
            case MAP -> "pairs of texts";
        };
    }
}
