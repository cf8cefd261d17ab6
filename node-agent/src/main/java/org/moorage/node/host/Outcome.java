package org.moorage.node.host;

/// How a program ended.
///
/// @param code   its exit code; above 128 when a signal ended it
/// @param output what it wrote to its output, cut at a limit
/// @param errors what it wrote to its error output, cut at a limit
public record Outcome(int code, String output, String errors) {
    private static final int LONGEST_EXCERPT = 300;

    /// What the program said, on one line, for a message.
    public String said() {
        var text = (errors + " " + output).replaceAll("\\s+", " ").strip();
        var cut = text.length() > LONGEST_EXCERPT ? text.substring(text.length() - LONGEST_EXCERPT) : text;
        return "exit code " + code + (cut.isEmpty() ? "" : ", " + cut);
    }
}
