package org.moorage.emulator.keystone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.moorage.emulator.http.Json;

/// The endpoints that a token carries. Every region and every interface leads to the same listener.
///
/// @param ids of services and endpoints, made once, so that two tokens show the same ones
record Catalog(List<String> regions, Map<String, String> ids) {
    private static final List<String> INTERFACES = List.of("admin", "public", "internal");

    ArrayNode render(String base, String projectId) {
        return Json.array()
                .add(service("identity", "keystone", base + "/v3"))
                .add(service("volumev3", "cinder", base + "/volume/v3/" + projectId))
                .add(service("compute", "nova", base + "/compute/v2.1"))
                .add(service("sharev2", "manila", base + "/share/v2"));
    }

    private ObjectNode service(String type, String name, String url) {
        var endpoints = Json.array();
        for (var region : regions) {
            for (var face : INTERFACES) {
                endpoints.add(Json.object()
                        .put("id", id(type + region + face))
                        .put("interface", face)
                        .put("region_id", region)
                        .put("url", url)
                        .put("region", region));
            }
        }
        var service = Json.object();
        service.set("endpoints", endpoints);
        return service.put("id", id(type)).put("type", type).put("name", name);
    }

    private String id(String of) {
        return ids.computeIfAbsent(of, _ -> Accounts.id());
    }
}
