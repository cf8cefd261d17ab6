package org.moorage.emulator.command;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads times such as 50ms, 1.5s, 10m, 1h and 0.
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)?");

    @Override
    public Duration convert(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches() || (matcher.group(2) == null && !text.equals("0"))) {
            throw new TypeConversionException("'" + text + "' is not a time: say 50ms, 1.5s, 10m, 1h or 0");
        }
        var milliseconds = switch (String.valueOf(matcher.group(2))) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1;
        };
        return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * milliseconds * 1_000_000));
    }
}
