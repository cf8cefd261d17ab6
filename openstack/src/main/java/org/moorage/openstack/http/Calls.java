package org.moorage.openstack.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kinds of {@link Call} that typed clients make.
public final class Calls {
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

    /// One part of a path, encoded so that whatever it holds stays one part: ids come from callers and may be
    /// any text.
    public static String part(String text) {
        // Services decode a path before they take it apart, so what divides or climbs is encoded twice.
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "%252F");
        return encoded.chars().allMatch(letter -> letter == '.') ? encoded.replace(".", "%252E") : encoded;
    }
}
