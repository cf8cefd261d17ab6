package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;

/// What Manila takes from a request body, and what it says of what it does not take.
record Body(JsonNode node) {
    private static final int KEY_LIMIT = 255;
    private static final int VALUE_LIMIT = 1023;

    /// The object under that key.
    ///
    /// @throws Rejection 422 when it is not there
    static Body of(JsonNode root, String key) {
        if (!root.path(key).isObject()) {
            throw Manila.unprocessable();
        }
        return new Body(root.path(key));
    }

    Optional<String> string(String key) {
        return Optional.of(node.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /// A text that may be asked for under Cinder's old name of it, too.
    @Nullable
    String text(String key) {
        return nonEmpty(key).or(() -> nonEmpty("display_" + key)).orElse(null);
    }

    /// A text; one that is empty counts as not there.
    Optional<String> nonEmpty(String key) {
        return string(key).filter(text -> !text.isEmpty());
    }

    /// A text without which Manila breaks.
    String required(String key) {
        return string(key).orElseThrow(Manila::broken);
    }

    boolean has(String key) {
        return node.has(key);
    }

    /// The entries under that key, checked as all metadata are.
    Map<String, String> metadata(String key) {
        var metadata = new LinkedHashMap<String, String>();
        node.path(key).properties().forEach(entry -> {
            check(entry.getKey(), entry.getValue());
            metadata.put(entry.getKey(), Json.str(entry.getValue()));
        });
        return metadata;
    }

    private static void check(String key, JsonNode value) {
        if (key.isEmpty()) {
            throw Rejection.badRequest("Metadata property key is blank.");
        }
        if (key.length() > KEY_LIMIT) {
            throw Rejection.badRequest("Metadata property key is greater than 255 characters.");
        }
        if (value.isNull() || (value.isTextual() && value.textValue().isEmpty())) {
            throw Rejection.badRequest("Metadata property value is blank.");
        }
        if (!value.isTextual()) {
            throw Manila.broken();
        }
        if (value.textValue().length() > VALUE_LIMIT) {
            throw Rejection.badRequest("Metadata property value is greater than 1023 characters.");
        }
    }
}
