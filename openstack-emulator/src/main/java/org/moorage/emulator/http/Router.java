package org.moorage.emulator.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The routes of one service. A pattern is a path whose variables stand in braces; of two that match, the one added
/// first wins.
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    /// One route: what it is called in the request log is its pattern.
    public record Route(String method, String pattern, List<String> segments, Function<Request, Answer> handler) {}

    /// A route, and what its variables stand for in one path.
    public record Match(Route route, Map<String, String> parts) {}

    public Router on(String method, String pattern, Function<Request, Answer> handler) {
        routes.add(new Route(method, pattern, segments(pattern), handler));
        return this;
    }

    public Optional<Match> find(String method, String path) {
        var segments = segments(path);
        for (var route : routes) {
            if (route.method().equals(method) && route.segments().size() == segments.size()) {
                var parts = match(route.segments(), segments);
                if (parts.isPresent()) {
                    return Optional.of(new Match(route, parts.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> match(List<String> pattern, List<String> path) {
        var parts = new LinkedHashMap<String, String>();
        for (var i = 0; i < pattern.size(); i++) {
            var expected = pattern.get(i);
            if (expected.startsWith("{")) {
                parts.put(expected.substring(1, expected.length() - 1), path.get(i));
            } else if (!expected.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }

    private static List<String> segments(String path) {
        var trimmed = path.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }
}
