package org.moorage.server.command;

import java.io.PrintStream;
import java.util.List;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Tells on a terminal what options a command takes. Apart from the reading of them, since what lays the text out is
/// large, and a server, which stays for months, never needs it.
final class FlagHelp {
    private static final int WIDTH = 110;

    private FlagHelp() {}

    /// Prints the options and what they do; of those that do nothing, the names.
    static void print(String command, List<Option> options, PrintStream out) {
        var spec = CommandSpec.create().name(command);
        options.forEach(option -> spec.addOption(described(option)));
        var idle = options.stream()
                .filter(option -> option.kind() == Kind.IGNORED)
                .map(option -> "--" + option.name())
                .toList();
        spec.usageMessage().width(WIDTH).customSynopsis(command + " [OPTIONS]");
        if (!idle.isEmpty()) {
            spec.usageMessage()
                    .footer("", "Taken for the sake of old command lines, without effect: " + String.join(", ", idle));
        }
        new CommandLine(spec).usage(out, CommandLine.Help.Ansi.OFF);
    }

    private static OptionSpec described(Option option) {
        var names = option.name().length() == 1
                ? new String[] {"-" + option.name(), "--" + option.name()}
                : new String[] {"--" + option.name()};
        var preset = option.fallback().isEmpty() ? "" : " (default " + option.fallback() + ")";
        return OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .hidden(option.kind() == Kind.IGNORED)
                .paramLabel(label(option.kind()))
                .description((option.description() + preset).replace("%", "%%"))
                .build();
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
}
