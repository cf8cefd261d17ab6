package org.moorage.node.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program and its arguments, as they are given to the kernel: no shell reads them.
///
/// @param program   the program, by its whole path
/// @param arguments its arguments
public record Command(Path program, List<String> arguments) {
    /// Copies the arguments.
    public Command {
        arguments = List.copyOf(arguments);
    }

    /// The program's own name.
    public String name() {
        return program.getFileName().toString();
    }

    List<String> words() {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(arguments);
        return words;
    }
}
