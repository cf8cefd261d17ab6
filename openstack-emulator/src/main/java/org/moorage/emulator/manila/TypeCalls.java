package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on what a share is made of: types, networks and zones.
final class TypeCalls {
    private static final int RENAMED = 7;

    private final Store store;
    private final Views views;
    private final Pools pools;

    TypeCalls(Store store, Views views, Pools pools) {
        this.store = store;
        this.views = views;
        this.pools = pools;
    }

    void addTo(Router router) {
        router.on("GET", "/types", this::types)
                .on("GET", "/types/default", request -> one(type(request, SharedFileSystem.DEFAULT_TYPE)))
                .on("GET", "/types/{id}", request -> one(type(request, request.part("id"))))
                .on("GET", "/share-networks", request -> networks(request, false))
                .on("GET", "/share-networks/detail", request -> networks(request, true))
                .on("GET", "/share-networks/{id}", this::network)
                .on("GET", "/availability-zones", Manila.since(RENAMED, _ -> zones()))
                .on("GET", "/os-availability-zone", Manila.until(RENAMED, _ -> zones()));
    }

    private Answer types(Request request) {
        var body = Json.object();
        var old = body.putArray("volume_types");
        var list = body.putArray("share_types");
        for (var type : store.types()) {
            if (type.open()) {
                old.add(view(type, request));
                list.add(view(type, request));
            }
        }
        return Answer.json(200, body);
    }

    private ObjectNode type(Request request, String id) {
        return store.findType(id)
                .map(type -> view(type, request))
                .orElseThrow(() -> Rejection.notFound("Share type not found."));
    }

    private ObjectNode view(ShareType type, Request request) {
        var version = request.version();
        var view = Json.object().put("id", type.id()).put("name", type.name());
        var specs = view.putObject("extra_specs");
        type.extraSpecs().forEach((name, value) -> {
            if (views.isAdmin() || ShareType.SHOWN.contains(name)) {
                specs.put(name, value);
            }
        });
        if (version.from(24) && !views.isAdmin()) {
            for (var spec : List.of(
                    ShareType.SNAPSHOTS, ShareType.FROM_SNAPSHOTS, ShareType.REVERT, ShareType.MOUNT_SNAPSHOTS)) {
                if (!specs.has(spec)) {
                    specs.put(spec, false);
                }
            }
        }
        view.set(
                "required_extra_specs",
                Json.object(Map.of(ShareType.SERVERS, type.extraSpecs().getOrDefault(ShareType.SERVERS, "False"))));
        view.put(version.from(7) ? "share_type_access:is_public" : "os-share-type-access:is_public", type.open());
        if (version.from(41)) {
            view.put("description", type.description());
        }
        if (version.from(46)) {
            view.put("is_default", type.name().equals(SharedFileSystem.DEFAULT_TYPE));
        }
        return view;
    }

    private static Answer one(ObjectNode type) {
        var body = Json.object();
        body.set("volume_type", type);
        body.set("share_type", type);
        return Answer.json(200, body);
    }

    private Answer networks(Request request, boolean detail) {
        var body = Json.object();
        var list = body.putArray("share_networks");
        store.networks.values().stream()
                .filter(network -> network.name().equals(request.query().getOrDefault("name", network.name())))
                .forEach(network -> list.add(
                        detail
                                ? view(network)
                                : Json.object().put("id", network.id()).put("name", network.name())));
        return Answer.json(200, body);
    }

    private Answer network(Request request) {
        var id = request.part("id");
        var body = Json.object();
        body.set(
                "share_network",
                view(Store.require(store.networks, id, "Share network " + id + " could not be found.")));
        return Answer.json(200, body);
    }

    private ObjectNode view(ShareNetwork network) {
        return Json.object()
                .put("id", network.id())
                .put("name", network.name())
                .put("project_id", views.projectId())
                .put("created_at", Views.time(network.createdAt()))
                .putNull("updated_at")
                .putNull("description")
                .put("status", "active");
    }

    private Answer zones() {
        var body = Json.object();
        var list = body.putArray("availability_zones");
        for (var zone : pools.zones()) {
            list.addObject()
                    .put(
                            "id",
                            UUID.nameUUIDFromBytes(zone.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                    .put("name", zone)
                    .put("created_at", Views.time(pools.since()))
                    .putNull("updated_at");
        }
        return Answer.json(200, body);
    }
}
