package org.moorage.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;

/// JSON trees, and what is said about values in error texts.
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// An object of strings, in the map's order.
    public static ObjectNode object(Map<String, String> entries) {
        var object = object();
        entries.forEach(object::put);
        return object;
    }

    /// Reads a tree.
    ///
    /// @throws JsonProcessingException the text is not JSON
    public static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A value as Python prints it inside an error text: the services quote their input so.
    public static String repr(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "'" + value.textValue() + "'";
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case OBJECT -> {
                var fields = new StringBuilder("{");
                value.properties()
                        .forEach(field -> fields.append(fields.length() > 1 ? ", '" : "'")
                                .append(field.getKey())
                                .append("': ")
                                .append(repr(field.getValue())));
                yield fields.append("}").toString();
            }
            default -> value.toString();
        };
    }

    /// A value as Python prints it alone: as [#repr], but a string is not quoted.
    public static String str(JsonNode value) {
        return value.isTextual() ? value.textValue() : repr(value);
    }
}
