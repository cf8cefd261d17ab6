package org.moorage.cinder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.moorage.api.failure.Failure;

/// The metadata that a user wants on a volume, as a parameter says it: a JSON object of texts. Classes for the
/// Go driver and for its sibling of Manila spell it so.
///
/// Nobody takes away by it the marks by which the driver finds its volumes, nor what Cinder itself says there.
final class UserMetadata {
    static final String PARAMETER = "appendVolumeMetadata";

    /// What Cinder takes (its schema of metadata).
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9-_:. /]{1,255}");

    private static final int LONGEST = 255;
    private static final List<String> MARKS = List.of("cinder.csi.openstack.org/", "csi.storage.k8s.io/");
    private static final List<String> CINDERS = List.of("readonly", "attached_mode");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UserMetadata() {}

    /// Reads the parameter.
    ///
    /// @throws Failure.Invalid it is no such object, or names what is not the user's
    static Map<String, String> parse(String text) {
        var metadata = new LinkedHashMap<String, String>();
        if (text.isBlank()) {
            return metadata;
        }
        tree(text).properties().forEach(entry -> {
            refuse(entry.getKey(), entry.getValue());
            metadata.put(entry.getKey(), entry.getValue().textValue());
        });
        return metadata;
    }

    private static JsonNode tree(String text) {
        try {
            var tree = MAPPER.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException _) {
            // Falls through: the library's message quotes the whole text.
        }
        throw new Failure.Invalid(
                "parameter '" + PARAMETER + "' is no JSON object of texts, such as {\"tier\": \"gold\"}");
    }

    private static void refuse(String key, JsonNode value) {
        var what = "parameter '" + PARAMETER + "': ";
        if (!KEY.matcher(key).matches()) {
            throw new Failure.Invalid(what + "key '" + key + "' is not what Cinder takes: 1 to 255 letters, digits, or"
                    + " any of - _ : . / and space");
        }
        if (CINDERS.contains(key) || MARKS.stream().anyMatch(key::startsWith)) {
            throw new Failure.Invalid(what + "key '" + key + "' is not the user's to set");
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            throw new Failure.Invalid(what + "the value of '" + key + "' must be a text of at most 255 characters");
        }
    }
}
