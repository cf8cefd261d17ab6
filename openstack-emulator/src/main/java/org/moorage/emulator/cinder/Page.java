package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// One page of a sorted list, by limit and marker, and the link to the next.
///
/// @param next where the next page is; empty when this one is not full
record Page<T>(List<T> items, Optional<String> next) {
    /// Cuts the page that a request asks for.
    ///
    /// @param max the largest page the cloud gives
    /// @param kind what an unknown marker is said to be, such as `Volume`
    /// @param here the address of the list, without parameters
    static <T> Page<T> cut(List<T> sorted, Request request, int max, String kind, Function<T, String> id, String here) {
        var limit = limit(request.query(), max);
        var from = start(sorted, request.query(), kind, id);
        var items = sorted.subList(from, Math.min(sorted.size(), from + limit));
        if (items.isEmpty() || items.size() < limit) {
            return new Page<>(items, Optional.empty());
        }
        var parameters = new LinkedHashMap<>(request.query());
        parameters.put("marker", id.apply(items.getLast()));
        var query = parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return new Page<>(items, Optional.of(here + "?" + query));
    }

    /// The links that stand beside a list.
    ArrayNode links() {
        var links = Json.array();
        next.ifPresent(href -> links.addObject().put("rel", "next").put("href", href));
        return links;
    }

    private static int limit(Map<String, String> query, int max) {
        var text = query.get("limit");
        if (text == null) {
            return max;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw Rejection.badRequest("limit param must be an integer");
        }
        var limit = Integer.parseInt(text);
        if (limit < 0) {
            throw Rejection.badRequest("limit param must be positive");
        }
        return Math.min(limit, max);
    }

    private static <T> int start(List<T> sorted, Map<String, String> query, String kind, Function<T, String> id) {
        var marker = query.get("marker");
        if (marker == null) {
            return 0;
        }
        for (var i = 0; i < sorted.size(); i++) {
            if (id.apply(sorted.get(i)).equals(marker)) {
                return i + 1;
            }
        }
        throw Rejection.notFound(kind + " " + marker + " could not be found.");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
