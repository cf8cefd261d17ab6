package org.moorage.openstack.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads `[Metadata]`.
final class MetadataReader {
    private static final String SEARCH_ORDER = "search-order";
    private static final String REQUEST_TIMEOUT = "request-timeout";

    /// All of them, and what they say.
    static final List<Parameter> DECLARED = List.of(
            Parameter.typed(
                    SEARCH_ORDER,
                    String.join(",", MetadataSection.DEFAULT.searchOrder()),
                    "where an instance looks for its id and zone"),
            Parameter.typed(
                    REQUEST_TIMEOUT,
                    "5s",
                    "how long the metadata service may take to answer at one address, tries included (the Go "
                            + "driver reads it and does not use it)"));

    static final List<String> KEYS = DECLARED.stream().map(Parameter::key).toList();

    private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d*)?(?:ns|us|µs|ms|s|m|h))+|0");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|µs|ms|s|m|h)");

    private MetadataReader() {}

    static MetadataSection read(Section section, List<String> problems) {
        var order = section.text(SEARCH_ORDER)
                .map(text -> Stream.of(text.split(",", -1)).map(String::strip).toList())
                .orElse(MetadataSection.DEFAULT.searchOrder());
        return new MetadataSection(order, timeout(section, problems));
    }

    private static Optional<Duration> timeout(Section section, List<String> problems) {
        var text = section.text(REQUEST_TIMEOUT).map(String::strip);
        if (text.isPresent() && !DURATION.matcher(text.get()).matches()) {
            problems.add(
                    section.where(REQUEST_TIMEOUT) + " is '" + text.get() + "': write a duration such as 5s or 500ms");
            return Optional.empty();
        }
        return text.map(MetadataReader::duration).filter(Duration::isPositive);
    }

    private static Duration duration(String text) {
        var nanos = PART.matcher(text)
                .results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)) * nanosOf(part.group(2)))
                .sum();
        return Duration.ofNanos(Math.round(nanos));
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "ns" -> 1;
            default -> 1e3;
        };
    }
}
