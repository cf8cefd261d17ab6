package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;

/// The checks that Cinder's schemas make of a request body, with their texts.
record Body(JsonNode node) {
    private static final int TEXT_LIMIT = 255;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");
    private static final List<String> YES =
            List.of("True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes", "y", "t");
    private static final List<String> NO =
            List.of("False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no", "n", "f");
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

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    String requireUuid(String key, String parent) {
        return uuid(key).orElseThrow(() -> invalid(parent, node, "'" + key + "' is a required property"));
    }

    /// The id of a backup's volume, which Cinder's schema words in its own way.
    String requireId(String key, String parent) {
        var value = node.path(key);
        if (value.isMissingNode()) {
            throw invalid(parent, node, "'" + key + "' is a required property");
        }
        if (!value.isTextual() || !UUID.matcher(value.textValue()).matches()) {
            throw invalid(key, value, Json.repr(value) + " is not a 'uuid'");
        }
        return value.textValue();
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

    /// A text that must be there.
    String required(String key, String parent) {
        return string(key).orElseThrow(() -> invalid(parent, node, "'" + key + "' is a required property"));
    }

    /// One of those texts.
    Optional<String> choice(String key, List<String> choices) {
        var value = string(key);
        value.filter(text -> !choices.contains(text)).ifPresent(_ -> {
            throw invalid(
                    key, node.path(key), Json.repr(node.path(key)) + " is not one of " + "[" + inner(choices) + "]");
        });
        return value;
    }

    /// Yes or no, in one of the many ways in which Cinder takes them.
    boolean requiredFlag(String key, String parent) {
        var value = node.path(key);
        if (value.isMissingNode()) {
            throw invalid(parent, node, "'" + key + "' is a required property");
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isTextual() && YES.contains(value.textValue())) {
            return true;
        }
        if (value.isTextual() && NO.contains(value.textValue())) {
            return false;
        }
        throw invalid(
                key, value, Json.repr(value) + " is not one of [True, " + inner(YES) + ", False, " + inner(NO) + "]");
    }

    private static String inner(List<String> texts) {
        return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", "));
    }

    boolean flag(String key) {
        return node.path(key).asBoolean(false);
    }

    static Rejection invalid(String key, JsonNode value, String why) {
        return Rejection.badRequest(
                "Invalid input for field/attribute " + key + ". Value: " + Json.str(value) + ". " + why);
    }
}
