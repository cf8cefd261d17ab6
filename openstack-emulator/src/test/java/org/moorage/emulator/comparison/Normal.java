package org.moorage.emulator.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An answer without what differs from cloud to cloud: addresses, ids and times have names in place of values.
final class Normal {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> HEADERS = List.of(
            "OpenStack-API-Version",
            "X-OpenStack-Nova-API-Version",
            "X-OpenStack-Manila-API-Version",
            "Content-Type",
            "Retry-After",
            "Vary");

    private static final List<String> EXPORTS = List.of("path", "export_location", "export_locations");

    private final Cloud cloud;

    Normal(Cloud cloud) {
        this.cloud = cloud;
    }

    JsonNode answer(Step.Ask step, HttpResponse<String> response) {
        var answer = MAPPER.createObjectNode().put("request", step.text()).put("status", response.statusCode());
        var headers = answer.putObject("headers");
        for (var name : HEADERS) {
            response.headers()
                    .firstValue(name)
                    .ifPresent(value -> headers.put(name, value.toLowerCase(java.util.Locale.ROOT)));
        }
        var isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
        if (isJson && !response.body().isEmpty()) {
            answer.set("body", body(step, response.body()));
        }
        return answer;
    }

    private JsonNode body(Step.Ask step, String text) {
        try {
            var node = MAPPER.readTree(text);
            return step.shapeOnly() && !node.has("error") ? shape(node) : values("", node);
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode("not JSON");
        }
    }

    private JsonNode values(String key, JsonNode node) {
        var factory = MAPPER.getNodeFactory();
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var object = factory.objectNode();
                sorted(node).forEach(name -> object.set(name, values(name, node.path(name))));
                yield object;
            }
            case ARRAY -> {
                var array = factory.arrayNode();
                node.forEach(element -> array.add(values(key, element)));
                yield array;
            }
            case STRING -> factory.textNode(text(key, node.textValue()));
            default -> node;
        };
    }

    private String text(String key, String value) {
        if (key.equals("hostId")) {
            return "{host}";
        }
        if (key.equals("host")) {
            return "{host}";
        }
        if (key.equals("access_key")) {
            return "{key}";
        }
        if (EXPORTS.contains(key)) {
            return value.matches("[^:]+(:\\d+)?:/.+") ? "{export}" : value;
        }
        var text = value;
        // Longest first, since one address may begin another.
        var names = new TreeMap<String, String>(java.util.Comparator.comparing(String::length)
                .reversed()
                .thenComparing(java.util.Comparator.naturalOrder()));
        cloud.endpoints().forEach((name, url) -> names.put(url, "{" + name + "}"));
        cloud.endpoints().forEach((name, url) -> names.put(root(name, url), "{" + name + " root}"));
        for (Map.Entry<String, String> entry : cloud.variables().entrySet()) {
            names.put(entry.getValue(), "{" + entry.getKey() + "}");
        }
        for (var name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text.replaceAll("[0-9a-f]{2}/[0-9a-f]{2}/\\{", "{directory}/{")
                .replaceAll("req-[0-9a-f-]{36}", "{request}")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-(?!000000000000)[0-9a-f]{12}", "{uuid}")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000000", "{second}")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}", "{microsecond}")
                .replaceAll("2026-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "{time}");
    }

    private static String root(String service, String url) {
        return switch (service) {
            case "volume" -> url.replaceAll("/v3/.*", "");
            case "compute" -> url.replaceAll("/v2.1.*", "");
            case "share" -> url.replaceAll("/v2$", "");
            default -> url.replaceAll("/v3$", "");
        };
    }

    private static Iterable<String> sorted(JsonNode object) {
        var names = new java.util.TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// Types in place of values; of a list the shapes of its elements, each once.
    private static JsonNode shape(JsonNode node) {
        var factory = MAPPER.getNodeFactory();
        if (node.isObject()) {
            ObjectNode object = factory.objectNode();
            sorted(node).forEach(name -> object.set(name, shape(node.path(name))));
            return object;
        }
        if (node.isArray()) {
            var array = factory.arrayNode();
            var seen = new java.util.LinkedHashSet<JsonNode>();
            node.forEach(element -> seen.add(shape(element)));
            seen.forEach(array::add);
            return array;
        }
        return factory.textNode(node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT));
    }
}
