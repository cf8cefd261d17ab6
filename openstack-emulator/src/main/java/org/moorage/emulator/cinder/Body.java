package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;

/// The checks that Cinder's schemas make of a request body, with their texts.
record Body(JsonNode node) {
    private static final int TEXT_LIMIT = 255;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /// The object under that key, which must be there.
    static Body of(JsonNode root, String key) {
        if (!root.path(key).isObject()) {
            throw Rejection.badRequest("'" + key + "' is a required property");
        }
        return new Body(root.path(key));
    }

    /// A name or description.
    @Nullable
    String text(String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        var text = value.asText();
        if (text.length() > TEXT_LIMIT) {
            throw Rejection.badRequest("Invalid input received: " + key + " has " + text.length()
                    + " characters, more than " + TEXT_LIMIT + ".");
        }
        return text;
    }

    Optional<String> string(String key) {
        return Optional.of(node.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    Optional<String> uuid(String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !UUID.matcher(value.textValue()).matches()) {
            throw invalid(key, value, Json.repr(value) + " is not valid under any of the given schemas");
        }
        return Optional.of(value.textValue());
    }

    String requireUuid(String key, String parent) {
        return uuid(key).orElseThrow(() -> invalid(parent, node, "'" + key + "' is a required property"));
    }

    /// A size in GiB, as a number or as digits.
    Optional<Integer> size(String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isTextual() && !NUMBER.matcher(value.textValue()).matches()) {
            throw invalid(key, value, Json.repr(value) + " does not match '^[0-9]+$'");
        }
        if (value.asInt() < 1) {
            throw invalid(key, value, Json.str(value) + " is less than the minimum of 1");
        }
        return Optional.of(value.asInt());
    }

    Map<String, String> metadata(String key) {
        var metadata = new LinkedHashMap<String, String>();
        node.path(key).properties().forEach(entry -> {
            var value = entry.getValue();
            if (!value.isTextual()) {
                throw invalid(entry.getKey(), value, Json.repr(value) + " is not of type 'string'");
            }
            if (value.textValue().length() > TEXT_LIMIT) {
                throw invalid(entry.getKey(), value, Json.repr(value) + " is too long");
            }
            metadata.put(entry.getKey(), value.textValue());
        });
        return metadata;
    }

    boolean flag(String key) {
        return node.path(key).asBoolean(false);
    }

    private static Rejection invalid(String key, JsonNode value, String why) {
        return Rejection.badRequest(
                "Invalid input for field/attribute " + key + ". Value: " + Json.str(value) + ". " + why);
    }
}
