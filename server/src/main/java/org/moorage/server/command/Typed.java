package org.moorage.server.command;

import java.util.List;
import java.util.Optional;

/// Options that decide what other options there are, so they are looked for before the command line is read.
final class Typed {
    private Typed() {}

    /// Whether the help is asked for.
    static boolean help(List<String> arguments) {
        return arguments.contains("-h")
                || arguments.contains("--help")
                || value(arguments, "help").filter("true"::equals).isPresent();
    }

    /// What was typed for that option, the last time that it was typed.
    static Optional<String> value(List<String> arguments, String option) {
        var flag = "--" + option;
        var found = Optional.<String>empty();
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.startsWith(flag + "=")) {
                found = Optional.of(argument.substring(flag.length() + 1));
            }
            if (argument.equals(flag) && i + 1 < arguments.size()) {
                found = Optional.of(arguments.get(i + 1));
            }
        }
        return found;
    }
}
