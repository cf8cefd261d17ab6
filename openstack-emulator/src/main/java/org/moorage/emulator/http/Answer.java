package org.moorage.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// What goes back to the caller.
public record Answer(int status, Map<String, String> headers, String body) {
    private static final String CONTENT_TYPE = "Content-Type";

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(CONTENT_TYPE, "application/json"), Json.text(body));
    }

    public static Answer text(int status, String text) {
        return new Answer(status, Map.of(CONTENT_TYPE, "text/plain; charset=UTF-8"), text);
    }

    public static Answer html(int status, String page) {
        return new Answer(status, Map.of(CONTENT_TYPE, "text/html; charset=utf-8"), page);
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(CONTENT_TYPE, "application/json"), "");
    }

    /// The same answer with one more header.
    public Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
