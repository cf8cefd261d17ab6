package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls that only read what the cloud offers: volume types and availability zones.
final class TypeCalls {
    private final Store store;
    private final List<String> zones;
    private final String defaultType;
    private final Policies policies;

    TypeCalls(Store store, List<String> zones, String defaultType, Policies policies) {
        this.store = store;
        this.zones = zones;
        this.defaultType = defaultType;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("GET", "/types", _ -> list())
                .on("GET", "/types/default", _ -> one(view(store.requireType(defaultType))))
                .on("GET", "/types/{id}", request -> one(full(type(request))))
                .on("GET", "/types/{id}/extra_specs", this::extraSpecs)
                .on("GET", "/os-availability-zone", _ -> zones());
    }

    private Answer list() {
        var body = Json.object();
        var list = body.putArray("volume_types");
        store.types().forEach(type -> list.add(full(type)));
        return Answer.json(200, body);
    }

    private Answer extraSpecs(Request request) {
        var body = Json.object();
        body.set("extra_specs", Json.object(specs(type(request))));
        return Answer.json(200, body);
    }

    private Answer zones() {
        var body = Json.object();
        var list = body.putArray("availabilityZoneInfo");
        zones.forEach(zone ->
                list.addObject().put("zoneName", zone).putObject("zoneState").put("available", true));
        return Answer.json(200, body);
    }

    private VolumeType type(Request request) {
        return store.requireTypeById(request.part("id"));
    }

    private static Answer one(ObjectNode type) {
        var body = Json.object();
        body.set("volume_type", type);
        return Answer.json(200, body);
    }

    private Map<String, String> specs(VolumeType type) {
        return policies.allows(Policies.EXTRA_SPECS) ? type.extraSpecs() : type.shownSpecs();
    }

    private ObjectNode view(VolumeType type) {
        var view = Json.object()
                .put("id", type.id())
                .put("name", type.name())
                .put("is_public", true)
                .put("description", type.description().isEmpty() ? null : type.description());
        view.set("extra_specs", Json.object(specs(type)));
        return view;
    }

    private ObjectNode full(VolumeType type) {
        return view(type).put("os-volume-type-access:is_public", true);
    }
}
