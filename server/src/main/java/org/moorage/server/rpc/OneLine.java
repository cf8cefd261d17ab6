package org.moorage.server.rpc;

import java.util.regex.Pattern;

/// A failure's message as it goes over the wire: one line, and short enough for the trailers that it travels in.
/// gRPC's clients take 8 KiB of those by default; of what is longer they tell their user nothing but `INTERNAL`.
final class OneLine {
    /// At nine bytes for a character, as a percent-encoded one may have, still below 8 KiB.
    private static final int LONGEST = 800;

    private static final String CUT = " ...";
    private static final Pattern CONTROL =
            Pattern.compile("[\\s\\p{Cntrl}\\u2028\\u2029]*[\\p{Cntrl}\\u2028\\u2029][\\s\\p{Cntrl}\\u2028\\u2029]*");

    private OneLine() {}

    /// The message of a failure, or of a partner's.
    static String of(RuntimeException failure) {
        return of(String.valueOf(failure.getMessage()));
    }

    /// A text of whatever length and lines.
    static String of(String text) {
        var line = CONTROL.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - CUT.length()) + CUT;
    }
}
