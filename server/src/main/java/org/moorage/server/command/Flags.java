package org.moorage.server.command;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Settings;

/// Reads command lines as the Go drivers read theirs (github.com/spf13/pflag): `_` and `-` are one in names, a value is
/// joined by `=` or is the next argument, a switch is set by `=` or by its name alone, lists are repeated or joined by
/// commas. A value is taken as it stands, whatever it looks like. Words that are no flag are refused, where the Go
/// drivers pass over them.
final class Flags {
    /// Ends the flags, after which the Go drivers take words of no use.
    private static final String END = "--";

    private static final String HELP = "help";
    private static final String VERSION = "version";
    private static final List<Option> OF_ALL = List.of(
            new Option(HELP, Kind.BOOLEAN, "false", "Print this help and end"),
            new Option(VERSION, Kind.BOOLEAN, "false", "Print the version and end"));

    private final String command;
    private final Map<String, Option> options = new TreeMap<>();
    private final Set<String> hidden = new HashSet<>();

    /// @param command the command's name in help and messages
    /// @param known   the options; of two of one name, the first counts
    Flags(String command, List<Option> known) {
        this.command = command.endsWith("-plugin") ? command : "moorage " + command;
        OF_ALL.forEach(option -> options.put(option.name(), option));
        known.forEach(option -> options.putIfAbsent(option.name(), option));
    }

    /// What a command line says.
    ///
    /// @param given    the settings, defaults filled in
    /// @param warnings a line for each option that was given and does nothing
    record Given(Settings given, List<String> warnings, boolean help, boolean version) {}

    /// Reads the arguments.
    ///
    /// @throws UsageError if one of them is not understood
    Given read(List<String> arguments) {
        var typed = new HashMap<String, List<String>>();
        var left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            var argument = left.remove();
            if (argument.equals(END)) {
                if (!left.isEmpty()) {
                    throw unexpected(left.element());
                }
                break;
            }
            var flag = flag(argument);
            typed.computeIfAbsent(flag.option().name(), _ -> new ArrayList<>())
                    .add(checked(flag.option(), flag.joined().orElseGet(() -> next(flag.option(), left))));
        }
        var texts = new LinkedHashMap<String, List<String>>();
        var warnings = new ArrayList<String>();
        for (var option : options.values()) {
            if (option.kind() == Kind.IGNORED && typed.containsKey(option.name())) {
                warnings.add("--" + option.name() + " does nothing. " + option.description());
            }
            var preset = option.fallback().isEmpty() ? List.<String>of() : List.of(option.fallback());
            texts.put(option.name(), typed.getOrDefault(option.name(), preset));
        }
        var settings = new Settings(texts);
        return new Given(settings, warnings, settings.enabled(HELP), settings.enabled(VERSION));
    }

    /// Leaves options out of the help; they are read all the same, for whoever uses them to say what is wrong.
    void hide(List<String> names) {
        hidden.addAll(names);
    }

    /// Prints the options and what they do; of those that do nothing, the names.
    void help(PrintStream out) {
        var shown = options.values().stream()
                .filter(option -> !hidden.contains(option.name()))
                .toList();
        FlagHelp.print(command, shown, out);
    }

    /// An argument: the option that it names, and the value that is joined to the name.
    private record Flag(Option option, Optional<String> joined) {}

    private Flag flag(String argument) {
        var equals = argument.indexOf('=');
        if (argument.startsWith("--") && argument.length() > 2) {
            var name = argument.substring(2, equals < 0 ? argument.length() : equals);
            return new Flag(named(name.replace('_', '-')), joined(argument, equals < 0 ? argument.length() : equals));
        }
        if (argument.startsWith("-") && argument.length() > 1) {
            var letter = argument.substring(1, 2);
            var name = letter.equals("h") ? HELP : letter;
            if (options.containsKey(name)) {
                return new Flag(named(name), joined(argument, 2));
            }
        }
        throw unexpected(argument);
    }

    private static UsageError unexpected(String argument) {
        return new UsageError("unexpected argument '" + argument + "'; see --help (a switch takes its value by '=')");
    }

    /// The value that follows a name which ends there; after a name of one letter it needs no `=`.
    private static Optional<String> joined(String argument, int end) {
        if (end == argument.length()) {
            return Optional.empty();
        }
        return Optional.of(argument.substring(argument.charAt(end) == '=' ? end + 1 : end));
    }

    private Option named(String name) {
        var option = options.get(name);
        if (option == null) {
            var nearest = NearestName.of(name, options.keySet()).orElse(HELP);
            throw new UsageError("unknown flag --" + name + "; the nearest known one is --" + nearest);
        }
        return option;
    }

    /// A variable of a manifest that is not set must not turn a switch off.
    private static String checked(Option option, String value) {
        if (option.kind() == Kind.BOOLEAN && value.isBlank()) {
            throw new UsageError("--" + option.name() + "= has no value: write true or false");
        }
        return value;
    }

    /// The value of an option that has none joined to its name.
    private static String next(Option option, Deque<String> left) {
        return switch (option.kind()) {
            case BOOLEAN -> "true";
            // Some of these are switches, and some take a value.
            case IGNORED -> left.isEmpty() || left.element().startsWith("-") ? "" : left.remove();
            case TEXT, REPEATED, LIST, MAP -> {
                if (left.isEmpty()) {
                    throw new UsageError("--" + option.name() + " needs a value; see --help");
                }
                yield left.remove();
            }
        };
    }
}
