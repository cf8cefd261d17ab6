package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on group types (3.11), groups (3.13) and their snapshots (3.14).
final class GroupCalls {
    private static final int TYPES = 11;
    private static final int GROUPS = 13;
    private static final int SNAPSHOTS = 14;
    /// Groups tell their volumes from here on.
    private static final int VOLUMES = 25;
    private static final Set<String> FILTERS = Set.of("name", "status", "group_id", "list_volume");

    private final Store store;
    private final GroupLife groups;
    private final Views views;
    private final List<String> zones;
    private final int maxPage;

    GroupCalls(Store store, GroupLife groups, Views views, List<String> zones, int maxPage) {
        this.store = store;
        this.groups = groups;
        this.views = views;
        this.zones = zones;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("GET", "/group_types", Cinder.since(TYPES, _ -> types()))
                .on("GET", "/group_types/{id}", Cinder.since(TYPES, this::type))
                .on("POST", "/groups", Cinder.since(GROUPS, this::create))
                .on("GET", "/groups", Cinder.since(GROUPS, request -> list(request, false)))
                .on("GET", "/groups/detail", Cinder.since(GROUPS, request -> list(request, true)))
                .on("GET", "/groups/{id}", Cinder.since(GROUPS, this::show))
                .on("PUT", "/groups/{id}", Cinder.since(GROUPS, this::update))
                .on("POST", "/groups/{id}/action", Cinder.since(GROUPS, this::act))
                .on("POST", "/group_snapshots", Cinder.since(SNAPSHOTS, this::take))
                .on("GET", "/group_snapshots", Cinder.since(SNAPSHOTS, request -> listSnapshots(request, false)))
                .on("GET", "/group_snapshots/detail", Cinder.since(SNAPSHOTS, request -> listSnapshots(request, true)))
                .on("GET", "/group_snapshots/{id}", Cinder.since(SNAPSHOTS, this::showSnapshot))
                .on("DELETE", "/group_snapshots/{id}", Cinder.since(SNAPSHOTS, this::deleteSnapshot));
    }

    private Answer types() {
        var body = Json.object();
        var list = body.putArray("group_types");
        store.groupTypes.forEach(type -> list.add(view(type)));
        return Answer.json(200, body);
    }

    private Answer type(Request request) {
        var id = request.part("id");
        return one(
                200,
                "group_type",
                store.groupTypes.stream()
                        .filter(type -> type.id().equals(id))
                        .findFirst()
                        .map(GroupCalls::view)
                        .orElseThrow(() -> Rejection.notFound(
                                id.equals("default")
                                        ? "Default group type can not be found."
                                        : "Group type " + id + " could not be found.")));
    }

    private static ObjectNode view(GroupType type) {
        return Json.object()
                .put("id", type.id())
                .put("name", type.name())
                .put("description", type.description())
                .put("is_public", true);
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "group");
        var types = new ArrayList<VolumeType>();
        body.node().path("volume_types").forEach(type -> types.add(store.requireType(type.asText())));
        var group = groups.create(
                new Volume.Text(body.text("name"), body.text("description")),
                store.requireGroupType(body.node().path("group_type").asText()),
                types,
                body.string("availability_zone").orElse(zones.getFirst()));
        return one(202, "group", summary(group.id(), group.text()));
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).groups();
        var all = new ArrayList<>(store.groups.values()).reversed();
        var page = Page.cut(
                all.stream().filter(filter).toList(), request, maxPage, "Group", Group::id, Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("groups");
        page.items().forEach(group -> list.add(detail ? full(group, request) : summary(group.id(), group.text())));
        if (page.next().isPresent()) {
            body.set("group_links", page.links());
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(200, "group", full(store.requireGroup(request.part("id")), request));
    }

    private Answer update(Request request) {
        var group = store.requireGroup(request.part("id"));
        var body = Body.of(request.json(), "group");
        var text = new Volume.Text(
                body.node().hasNonNull("name")
                        ? body.text("name")
                        : group.text().name(),
                body.node().hasNonNull("description")
                        ? body.text("description")
                        : group.text().description());
        groups.update(group.id(), text, ids(body, "add_volumes"), ids(body, "remove_volumes"));
        return Cinder.accepted();
    }

    private static List<String> ids(Body body, String key) {
        return body.string(key)
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split(",")))
                .orElse(List.of());
    }

    private Answer act(Request request) {
        if (!request.json().path("delete").isObject()) {
            throw Rejection.badRequest(
                    "There is no such action. Verify the request body and Content-Type header and try again.");
        }
        groups.delete(request.part("id"));
        return Cinder.accepted();
    }

    private ObjectNode full(Group group, Request request) {
        var view = Json.object()
                .put("id", group.id())
                .put("status", group.status().text())
                .put("availability_zone", group.zone())
                .put("created_at", views.second(group.createdAt()))
                .put("name", group.text().name())
                .put("description", group.text().description())
                .put("group_type", group.type().id());
        var types = view.putArray("volume_types");
        group.types().forEach(type -> types.add(type.id()));
        if (request.version().from(SNAPSHOTS)) {
            view.putNull("group_snapshot_id").putNull("source_group_id");
        }
        if (request.version().from(VOLUMES)
                && "true".equalsIgnoreCase(request.query().get("list_volume"))) {
            var volumes = view.putArray("volumes");
            store.volumesOf(group.id()).forEach(volume -> volumes.add(volume.id()));
        }
        return view;
    }

    private Answer take(Request request) {
        var body = Body.of(request.json(), "group_snapshot");
        var taken = groups.snapshot(
                body.requireUuid("group_id", "group_snapshot"),
                new Volume.Text(body.text("name"), body.text("description")));
        return one(
                202,
                "group_snapshot",
                summary(taken.id(), taken.text())
                        .put("group_type_id", taken.type().id()));
    }

    private Answer listSnapshots(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).groupSnapshots();
        var all = new ArrayList<>(store.groupSnapshots.values()).reversed();
        var page = Page.cut(
                all.stream().filter(filter).toList(),
                request,
                maxPage,
                "GroupSnapshot",
                GroupSnapshot::id,
                Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("group_snapshots");
        page.items().forEach(taken -> list.add(detail ? full(taken) : summary(taken.id(), taken.text())));
        if (page.next().isPresent()) {
            body.set("group_snapshot_links", page.links());
        }
        return Answer.json(200, body);
    }

    private Answer showSnapshot(Request request) {
        return one(200, "group_snapshot", full(store.requireGroupSnapshot(request.part("id"))));
    }

    private Answer deleteSnapshot(Request request) {
        groups.deleteSnapshot(request.part("id"));
        return Cinder.accepted();
    }

    private ObjectNode full(GroupSnapshot taken) {
        return Json.object()
                .put("id", taken.id())
                .put("group_id", taken.groupId())
                .put("group_type_id", taken.type().id())
                .put("status", taken.status().text())
                .put("created_at", views.second(taken.createdAt()))
                .put("name", taken.text().name())
                .put("description", taken.text().description());
    }

    private static ObjectNode summary(String id, Volume.Text text) {
        return Json.object().put("id", id).put("name", text.name());
    }

    private static Answer one(int status, String key, JsonNode object) {
        var body = Json.object();
        body.set(key, object);
        return Answer.json(status, body);
    }
}
