package org.moorage.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.moorage.emulator.fault.Effect;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;

/// Faults as JSON. Of requests:
/// `{"effect": "delay|status|drop-before|drop-after", "method": "POST", "path": "/volumes", "milliseconds": 500,
/// "status": 503, "retryAfterSeconds": 1, "times": 1, "share": 0.02, "name": "…"}`; of operations:
/// `{"operation": "attach", "outcome": "fail|hang", "times": 1, "name": "…"}`,
/// and of `create-share` also a `reason`, Manila's detail id.
final class FaultForm {
    private FaultForm() {}

    static Fault parse(JsonNode json) {
        try {
            var fault = json.has("operation") ? operation(json) : request(json);
            fault = json.has("times") ? fault.times(json.path("times").asInt()) : fault;
            return json.has("name") ? fault.named(json.path("name").asText()) : fault;
        } catch (IllegalArgumentException e) {
            throw Rejection.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static ObjectNode show(Fault fault) {
        var shown = Json.object().put("name", fault.name()).put("times", fault.times());
        return switch (fault) {
            case RequestFault request ->
                shown.put("method", request.method())
                        .put("path", request.pattern())
                        .put("share", request.share())
                        .put("effect", request.effect().toString());
            case OperationFault operation ->
                shown.put("operation", operation.operation().name())
                        .put("outcome", operation.outcome().name())
                        .put("reason", operation.reason());
        };
    }

    private static Fault operation(JsonNode json) {
        var operation = Operation.valueOf(word(json, "operation"));
        return switch (OperationFault.Outcome.valueOf(word(json, "outcome"))) {
            case FAIL -> OperationFault.failing(operation, json.path("reason").asText(""));
            case HANG -> OperationFault.hanging(operation);
        };
    }

    private static Fault request(JsonNode json) {
        var fault = effect(json);
        return json.has("share") ? fault.share(json.path("share").asDouble()) : fault;
    }

    private static RequestFault effect(JsonNode json) {
        var method = json.path("method").asText("*");
        var path = json.path("path").asText("*");
        return switch (word(json, "effect")) {
            case "DELAY" ->
                RequestFault.latency(
                        method,
                        path,
                        Duration.ofMillis(json.path("milliseconds").asLong()));
            case "DROP_BEFORE" -> RequestFault.dropBefore(method, path);
            case "DROP_AFTER" -> RequestFault.dropAfter(method, path);
            case "STATUS" -> {
                var code = json.path("status").asInt(503);
                var effect = new Effect.Status(
                        code,
                        json.has("retryAfterSeconds")
                                ? Optional.of(Duration.ofSeconds(
                                        json.path("retryAfterSeconds").asLong()))
                                : Optional.empty(),
                        json.path("message").asText("Fault injected: " + code));
                yield new RequestFault("status " + code + " " + method + " " + path, method, path, effect, 1);
            }
            default -> throw new IllegalArgumentException("no such effect: " + json.path("effect"));
        };
    }

    private static String word(JsonNode json, String key) {
        return json.path(key).asText().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
