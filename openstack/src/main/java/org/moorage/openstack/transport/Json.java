package org.moorage.openstack.transport;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/// How records become JSON and JSON becomes records; see {@link org.moorage.openstack.http.Reply#as}.
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /// The value as JSON.
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of a " + value.getClass(), e);
        }
    }

    /// The JSON as a value.
    ///
    /// @throws IOException if it is no JSON, or none of that type
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        try {
            var value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IOException("it is null");
            }
            return value;
        } catch (JsonProcessingException e) {
            // The library's own message quotes the text, which may be secret.
            var at = e.getLocation();
            throw new IOException("it is not the JSON expected"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        }
    }

    /// The JSON as a tree.
    static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }
}
