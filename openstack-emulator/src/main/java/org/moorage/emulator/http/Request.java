package org.moorage.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.util.Map;

/// A request as a handler sees it.
///
/// @param id the request id that the answer carries and error texts quote
/// @param path the path below the service's own root, starting with a slash
/// @param base where the service's root is for this caller, for the links in answers
/// @param query the parameters, decoded, in their order
/// @param parts what the variables of the route's pattern stand for
public record Request(
        String id,
        String method,
        String path,
        String base,
        Map<String, String> query,
        Map<String, String> parts,
        Headers headers,
        String body,
        Microversion version) {

    public Request at(Microversion chosen) {
        return new Request(id, method, path, base, query, parts, headers, body, chosen);
    }

    public Request below(String newPath, String newBase) {
        return new Request(id, method, newPath, newBase, query, parts, headers, body, version);
    }

    public Request with(Map<String, String> variables) {
        return new Request(id, method, path, base, query, variables, headers, body, version);
    }

    /// What stands for a variable that the route's pattern is known to have.
    public String part(String name) {
        var value = parts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /// The body as JSON; an empty object when there is none.
    ///
    /// @throws Rejection 400 when it is not a JSON object
    public JsonNode json() {
        if (body.isEmpty()) {
            return Json.object();
        }
        try {
            var node = Json.parse(body);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // falls through: the services do not say where the mistake is
        }
        throw Rejection.badRequest("Malformed request body");
    }
}
