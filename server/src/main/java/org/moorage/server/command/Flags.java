package org.moorage.server.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads command lines as the Go drivers read theirs: `_` and `-` are one in names, a switch is set by `=` or by
/// its name alone, lists are repeated or joined by commas.
final class Flags {
    private static final int HELP_WIDTH = 110;
    private static final String HELP = "help";
    private static final String VERSION = "version";
    private static final List<Option> OF_ALL = List.of(
            new Option(HELP, Kind.BOOLEAN, "false", "Print this help and end"),
            new Option(VERSION, Kind.BOOLEAN, "false", "Print the version and end"));

    private final Map<String, Option> options = new TreeMap<>();
    private final CommandSpec spec;

    /// @param command the command's name in help and messages
    /// @param known   the options; of two of one name, the first counts
    Flags(String command, List<Option> known) {
        this.spec = CommandSpec.create().name(command.endsWith("-plugin") ? command : "moorage " + command);
        OF_ALL.forEach(this::add);
        known.forEach(this::add);
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
        var texts = new LinkedHashMap<String, List<String>>();
        var warnings = new ArrayList<String>();
        try {
            // An argument is what it says: the Go driver reads none from a file because it begins with an @.
            var result = new CommandLine(spec)
                    .setExpandAtFiles(false)
                    .parseArgs(arguments.stream().map(this::spelled).toArray(String[]::new));
            for (var option : options.values()) {
                List<String> typed = result.matchedOptionValue("--" + option.name(), List.of());
                if (option.kind() == Kind.IGNORED && result.hasMatchedOption("--" + option.name())) {
                    warnings.add("--" + option.name() + " does nothing. " + option.description());
                }
                var preset = option.fallback().isEmpty() ? List.<String>of() : List.of(option.fallback());
                texts.put(option.name(), typed.isEmpty() ? preset : typed);
            }
        } catch (UnmatchedArgumentException e) {
            throw new UsageError("unexpected argument '" + e.getUnmatched().getFirst() + "'; see --help");
        } catch (ParameterException e) {
            throw new UsageError(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; see --help");
        }
        var settings = new Settings(texts);
        return new Given(settings, warnings, settings.enabled(HELP), settings.enabled(VERSION));
    }

    /// Leaves options out of the help; they are read all the same, for whoever uses them to say what is wrong.
    void hide(List<String> names) {
        for (var name : names) {
            var option = spec.findOption("--" + name);
            spec.remove(option);
            spec.addOption(OptionSpec.builder(option).hidden(true).build());
        }
    }

    /// Prints the options and what they do; of those that do nothing, the names.
    void help(PrintStream out) {
        var idle = options.values().stream()
                .filter(option -> option.kind() == Kind.IGNORED)
                .map(option -> "--" + option.name())
                .toList();
        spec.usageMessage().width(HELP_WIDTH).customSynopsis(spec.name() + " [OPTIONS]");
        if (!idle.isEmpty()) {
            spec.usageMessage()
                    .footer("", "Taken for the sake of old command lines, without effect: " + String.join(", ", idle));
        }
        new CommandLine(spec).usage(out, CommandLine.Help.Ansi.OFF);
    }

    private void add(Option option) {
        if (options.putIfAbsent(option.name(), option) != null) {
            return;
        }
        var names = option.name().length() == 1
                ? new String[] {"-" + option.name(), "--" + option.name()}
                : new String[] {"--" + option.name()};
        var preset = option.fallback().isEmpty() ? "" : " (default " + option.fallback() + ")";
        spec.addOption(OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(option.kind() == Kind.IGNORED ? "0..1" : "1")
                .hidden(option.kind() == Kind.IGNORED)
                .paramLabel(label(option.kind()))
                .description((option.description() + preset).replace("%", "%%"))
                .build());
    }

    private static String label(Kind kind) {
        return switch (kind) {
            case TEXT, REPEATED -> "TEXT";
            case BOOLEAN -> "true|false";
            case LIST -> "TEXT,...";
            case MAP -> "KEY=VALUE,...";
            case IGNORED -> "ANY";
        };
    }

    /// The argument as picocli is to see it.
    private String spelled(String argument) {
        if (argument.equals("-h")) {
            return "--" + HELP + "=true";
        }
        if (!argument.startsWith("--") || argument.length() == 2) {
            return argument;
        }
        var equals = argument.indexOf('=');
        var name =
                argument.substring(2, equals < 0 ? argument.length() : equals).replace('_', '-');
        var option = options.get(name);
        if (option == null) {
            var nearest = NearestName.of(name, options.keySet()).orElse(HELP);
            throw new UsageError("unknown flag --" + name + "; the nearest known one is --" + nearest);
        }
        if (equals >= 0) {
            return "--" + name + argument.substring(equals);
        }
        return "--" + name + (option.kind() == Kind.BOOLEAN ? "=true" : "");
    }
}
