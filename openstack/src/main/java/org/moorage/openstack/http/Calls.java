package org.moorage.openstack.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of {@link Call} that typed clients make.
public final class Calls {
    /// The path of {@link #versions}, which no other call has.
    public static final String VERSIONS = "/";

    private Calls() {}

    /// A read.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call get(
            String operation, String path, Map<String, List<String>> query, Optional<String> microversion) {
        return new Call(operation, Call.Method.GET, path, query, Optional.empty(), microversion, Call.Repeat.SAFE);
    }

    /// A write that must not happen twice.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call post(String operation, String path, Object body, Optional<String> microversion) {
        return new Call(
                operation,
                Call.Method.POST,
                path,
                Map.of(),
                Optional.of(body),
                microversion,
                Call.Repeat.ONLY_IF_REFUSED);
    }

    /// A write that does no harm when it happens twice: the service refuses the second and changes nothing. Whoever
    /// makes it reads a refusal as what its own first try may have caused.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call repeatablePost(String operation, String path, Object body, Optional<String> microversion) {
        return new Call(operation, Call.Method.POST, path, Map.of(), Optional.of(body), microversion, Call.Repeat.SAFE);
    }

    /// A deletion.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call delete(String operation, String path, Optional<String> microversion) {
        return new Call(
                operation, Call.Method.DELETE, path, Map.of(), Optional.empty(), microversion, Call.Repeat.SAFE);
    }

    /// A deletion that says more about what is to be deleted.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call delete(
            String operation, String path, Map<String, List<String>> query, Optional<String> microversion) {
        return new Call(operation, Call.Method.DELETE, path, query, Optional.empty(), microversion, Call.Repeat.SAFE);
    }

    /// A write that puts something in the place of what is there, however often it happens.
    ///
    /// @param microversion the version to speak; empty for the service's oldest
    public static Call put(String operation, String path, Object body, Optional<String> microversion) {
        return new Call(operation, Call.Method.PUT, path, Map.of(), Optional.of(body), microversion, Call.Repeat.SAFE);
    }

    /// The question which versions of its API a service speaks. It goes to the root of the API's version, also where
    /// the catalog's URL leads on into a project.
    public static Call versions(String operation) {
        return get(operation, VERSIONS, Map.of(), Optional.empty());
    }

    /// One part of a path, encoded so that whatever it holds stays one part: ids come from callers and may be
    /// any text.
    public static String part(String text) {
        // Services decode a path before they take it apart, so what divides or climbs is encoded twice.
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "%252F");
        return encoded.chars().allMatch(letter -> letter == '.') ? encoded.replace(".", "%252E") : encoded;
    }

    /// A dictionary as the `metadata` filters of listings read it: a literal of Python, of which this is a part that
    /// JSON has as well.
    public static String dictionary(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> quoted(pair.getKey()) + ": " + quoted(pair.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
