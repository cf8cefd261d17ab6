package org.moorage.server.command;

import java.util.List;
import java.util.Optional;

/// Options that decide what other options there are, so they are looked for before the command line is read.
final class Typed {
    private Typed() {}

    /// What was typed for that option, if it was typed at all.
    static Optional<String> value(List<String> arguments, String option) {
        var flag = "--" + option;
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.startsWith(flag + "=")) {
                return Optional.of(argument.substring(flag.length() + 1));
            }
            if (argument.equals(flag) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }
}
