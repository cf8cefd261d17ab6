package org.moorage.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Tells what the demo does: on a terminal a line that is there while a step runs, everywhere one line for each
/// step that ended.
final class Progress {
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private int passed;

    /// @param terminal whether `out` is a terminal, on which lines can be drawn over
    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void say(String line) {
        out.println(line);
    }

    void begin(String title) {
        if (terminal) {
            out.print("  ...           " + title);
            out.flush();
        }
    }

    void passed(String title, Duration elapsed, String remark) {
        passed++;
        end("\u001b[32mok\u001b[0m  ", "ok  ", elapsed, title + (remark.isEmpty() ? "" : ": " + remark));
    }

    void failed(String title, Duration elapsed, String reason) {
        end("\u001b[31mFAIL\u001b[0m", "FAIL", elapsed, title + ": " + reason);
    }

    void stopped(String title, Duration elapsed) {
        end("\u001b[33mstop\u001b[0m", "stop", elapsed, title);
    }

    /// How many steps have passed.
    int passedSteps() {
        return passed;
    }

    private void end(String coloured, String plain, Duration elapsed, String text) {
        out.println((terminal ? ERASE_LINE + coloured : plain)
                + String.format(Locale.ROOT, " %7.2f s  ", elapsed.toMillis() / 1000.0)
                + text);
    }
}
