package org.moorage.server.command;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as Go writes them: `12h`, `1h30m`, `90s`, `250ms`.
final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:h|ms|m|s))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(h|ms|m|s)");

    private GoDuration() {}

    /// The time; empty if the text is none.
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var sum = Duration.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            var count = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "s" -> Duration.ofSeconds(count);
                        default -> Duration.ofMillis(count);
                    });
        }
        return Optional.of(sum);
    }
}
