package org.moorage.emulator.cinder;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Rejection;

/// A filter on a time, such as `gte:2026-01-01T00:00:00,lt:2027-01-01T00:00:00`.
record Times(List<Bound> bounds) {
    private static final Set<String> OPERATORS = Set.of("gt", "gte", "eq", "neq", "lt", "lte");

    record Bound(String operator, Instant time) {}

    /// Reads a filter.
    ///
    /// @throws Rejection 400 for an unknown operator or a text that is no time
    static Times parse(String text) {
        var bounds = new ArrayList<Bound>();
        for (var part : text.split(",", -1)) {
            var cut = part.indexOf(':');
            var operator = cut < 0 ? part : part.substring(0, cut);
            if (!OPERATORS.contains(operator)) {
                throw Rejection.badRequest("Invalid " + operator + " operator");
            }
            bounds.add(new Bound(operator, time(cut < 0 ? part : part.substring(cut + 1))));
        }
        return new Times(bounds);
    }

    /// Whether a time lies within any of the bounds, since Cinder joins them with OR; one that is not there does not.
    boolean hold(@Nullable Instant time) {
        return time != null && bounds.stream().anyMatch(bound -> holds(bound, Views.kept(time)));
    }

    private static boolean holds(Bound bound, Instant time) {
        var order = time.compareTo(bound.time());
        return switch (bound.operator()) {
            case "gt" -> order > 0;
            case "gte" -> order >= 0;
            case "eq" -> order == 0;
            case "neq" -> order != 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }

    private static Instant time(String text) {
        try {
            return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Rejection.badRequest("Invalid " + text + " value");
        }
    }
}
