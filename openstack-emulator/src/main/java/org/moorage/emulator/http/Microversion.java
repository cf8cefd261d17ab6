package org.moorage.emulator.http;

import java.util.regex.Pattern;

/// A microversion of a service, such as 3.42.
public record Microversion(int major, int minor) implements Comparable<Microversion> {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)");

    /// Reads the form `major.minor`.
    ///
    /// @throws Rejection 400 in the services' words when the text is not of the form `major.minor`
    public static Microversion parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Rejection(
                    400, "API Version String " + text + " is of invalid format. Must be of format MajorNum.MinorNum.");
        }
        return new Microversion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /// Whether this is the given minor version of its major one, or later.
    public boolean from(int minorVersion) {
        return minor >= minorVersion;
    }

    @Override
    public int compareTo(Microversion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
