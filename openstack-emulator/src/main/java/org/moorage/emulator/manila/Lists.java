package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// How lists are sorted and cut: newest first unless the request says otherwise, by limit and offset. A marker, which
/// the link to the next page names, is not heeded.
///
/// @param max the largest page the cloud gives
record Lists(int max) {
    /// The page that a request for shares asks for: an offset counts only beside a limit.
    <T> List<T> cutShares(List<T> sorted, Request request) {
        var page = cut(sorted, request);
        return request.query().containsKey("limit") ? page : sorted.subList(0, Math.min(sorted.size(), max));
    }

    /// The page that a request asks for.
    <T> List<T> cut(List<T> sorted, Request request) {
        var limit = Math.min(number(request.query(), "limit", max), max);
        var offset = number(request.query(), "offset", 0);
        var from = Math.min(offset, sorted.size());
        return sorted.subList(from, Math.min(sorted.size(), from + limit));
    }

    /// The same for lists of which a limit of 0 is none.
    <T> List<T> limited(List<T> sorted, Request request) {
        var page = cut(sorted, request);
        return "0".equals(request.query().get("limit"))
                ? sorted.subList(Math.min(number(request.query(), "offset", 0), sorted.size()), sorted.size())
                : page;
    }

    /// Sorts by the key that a request names.
    ///
    /// @param keys what may be sorted by
    /// @throws Rejection 400 for another key or direction
    static <T> List<T> sort(
            List<T> list, Request request, Map<String, Comparator<T>> keys, Function<String, String> refusal) {
        var key = request.query().getOrDefault("sort_key", "created_at");
        var comparator = keys.get(key);
        if (comparator == null) {
            throw Rejection.badRequest("Invalid input received: " + refusal.apply(key));
        }
        var ascending = request.query().getOrDefault("sort_dir", "desc").equalsIgnoreCase("asc");
        return list.stream()
                .sorted(ascending ? comparator : comparator.reversed())
                .toList();
    }

    /// Adds the link to the next page when this one is full.
    static <T> void link(
            ObjectNode body, String key, String collection, List<T> page, Function<T, String> id, Request request) {
        if (page.isEmpty()
                || !Integer.toString(page.size()).equals(request.query().get("limit"))) {
            return;
        }
        var query = request.query().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("marker"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
        body.putArray(key)
                .addObject()
                .put("rel", "next")
                .put("href", Manila.address(request, collection) + "?" + query + "&marker=" + id.apply(page.getLast()));
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        var text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw Rejection.badRequest(name + " param must be an integer");
        }
        var number = Integer.parseInt(text);
        if (number < 0) {
            throw Rejection.badRequest(name + " param must be positive");
        }
        return number;
    }
}
