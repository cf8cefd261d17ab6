package org.moorage.manila;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.api.failure.Failure;

/// The metadata that a user wants on a share or a snapshot, as a parameter says it: a JSON object of
/// texts.
final class ShareMetadata {
    static final String PARAMETER = "appendShareMetadata";
    static final String SNAPSHOT_PARAMETER = "appendSnapshotMetadata";

    /// What Manila takes (its checks of metadata).
    private static final int LONGEST_KEY = 255;

    private static final int LONGEST_VALUE = 1023;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ShareMetadata() {}

    /// Reads the parameter of a share.
    ///
    /// @throws Failure.Invalid it is no such object, or Manila would not take it
    static Map<String, String> parse(String text) {
        return parse(PARAMETER, text);
    }

    /// Reads the parameter of that name.
    ///
    /// @throws Failure.Invalid it is no such object, or Manila would not take it
    static Map<String, String> parse(String parameter, String text) {
        var metadata = new LinkedHashMap<String, String>();
        tree(parameter, text).properties().forEach(entry -> {
            refuse(parameter, entry.getKey(), entry.getValue());
            metadata.put(entry.getKey(), entry.getValue().textValue());
        });
        return metadata;
    }

    private static JsonNode tree(String parameter, String text) {
        try {
            var tree = MAPPER.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException _) {
            // Falls through: the library's message quotes the whole text.
        }
        throw new Failure.Invalid(
                "parameter '" + parameter + "' is no JSON object of texts, such as {\"tier\": \"gold\"}");
    }

    private static void refuse(String parameter, String key, JsonNode value) {
        var what = "parameter '" + parameter + "': ";
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new Failure.Invalid(what + "key '" + key + "' is not what Manila takes: 1 to 255 characters");
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > LONGEST_VALUE) {
            throw new Failure.Invalid(what + "the value of '" + key + "' must be a text of 1 to 1023 characters");
        }
    }
}
