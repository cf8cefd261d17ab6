package org.moorage.openstack.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The reason that a service gives in the body of an error.
///
/// Cinder, Nova and Manila wrap it in an object named after the fault (`{"badRequest": {"message": …}}`),
/// Keystone in `{"error": {"message": …}}`, middleware writes plain text or HTML.
final class FaultText {
    private static final int LONGEST = 400;

    private FaultText() {}

    /// The reason on one line, cut when it is very long; empty when the body gives none.
    static Optional<String> of(byte[] body) {
        return Optional.of(oneLine(extract(body))).filter(text -> !text.isEmpty());
    }

    private static String extract(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        if (!text.stripLeading().startsWith("{")) {
            return text.replaceAll("(?s)<(head|style|script)>.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
        }
        try {
            var tree = Json.tree(body);
            for (var inner : tree) {
                if (inner.path("message").isTextual()) {
                    return inner.path("message").textValue();
                }
            }
            var own = tree.path("message");
            return own.isTextual() ? own.textValue() : listed(tree);
        } catch (IOException _) {
            return text;
        }
    }

    /// `{"errors": [{"title": …, "detail": …}]}`, as version discovery and the API working group write it.
    private static String listed(JsonNode tree) {
        var first = tree.path("errors").path(0);
        return first.path("detail").asText(first.path("title").asText(""));
    }

    private static String oneLine(String text) {
        var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
