package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on share groups and their types. From 2.31 to 2.54 they are there for those alone who
/// ask for what is experimental.
final class GroupCalls {
    private static final int EXPERIMENTAL = 31;
    private static final int SINCE = 55;
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Set<String> FIELDS = Set.of(
            "name",
            "description",
            "share_types",
            "share_group_type_id",
            "source_share_group_snapshot_id",
            "share_network_id",
            "availability_zone");
    static final Set<String> TEXTS = Set.of("name", "description");

    private final Store store;
    private final GroupLife life;
    private final GroupViews views;
    private final Lists lists;
    private final Pools pools;

    GroupCalls(Store store, GroupLife life, GroupViews views, Lists lists, Pools pools) {
        this.store = store;
        this.life = life;
        this.views = views;
        this.lists = lists;
        this.pools = pools;
    }

    void addTo(Router router) {
        router.on("GET", "/share-group-types", known(this::types))
                .on("GET", "/share-group-types/default", known(_ -> {
                    throw Rejection.notFound("Default share group type not found.");
                }))
                .on("GET", "/share-group-types/{id}", known(this::type))
                .on("GET", "/share-groups/detail", known(request -> list(request, true)))
                .on("GET", "/share-groups", known(request -> list(request, false)))
                .on("POST", "/share-groups", known(this::create))
                .on("GET", "/share-groups/{id}", known(request -> one(200, views.full(group(request), request))))
                .on("PUT", "/share-groups/{id}", known(this::update))
                .on("DELETE", "/share-groups/{id}", known(request -> {
                    life.delete(group(request));
                    return Manila.accepted();
                }));
    }

    static Function<Request, Answer> known(Function<Request, Answer> handler) {
        return request -> {
            var experimental =
                    "true".equalsIgnoreCase(request.headers().getFirst("X-OpenStack-Manila-API-Experimental"))
                            && request.version().from(EXPERIMENTAL);
            if (!experimental && !request.version().from(SINCE)) {
                throw Rejection.noSuchResource();
            }
            return handler.apply(request);
        };
    }

    private Answer types(Request request) {
        var body = Json.object();
        var list = body.putArray("share_group_types");
        store.groupTypes.values().forEach(type -> list.add(GroupViews.full(type, request)));
        return Answer.json(200, body);
    }

    private Answer type(Request request) {
        var id = request.part("id");
        var type = Store.require(store.groupTypes, id, "Share group type with id " + id + " not found.");
        var body = Json.object();
        body.set("share_group_type", GroupViews.full(type, request));
        return Answer.json(200, body);
    }

    private Answer list(Request request, boolean detail) {
        var query = request.query();
        var page = lists.limited(
                store.groups.values().stream()
                        .filter(group -> fits(query.get("name"), group.text().name()))
                        .filter(group ->
                                fits(query.get("status"), group.status().text()))
                        .sorted(Comparator.comparing(ShareGroup::createdAt).reversed())
                        .toList(),
                request);
        var body = Json.object();
        var list = body.putArray("share_groups");
        page.forEach(group -> list.add(detail ? views.full(group, request) : GroupViews.summary(group, request)));
        Lists.link(body, "share_groups_links", "share_groups", page, ShareGroup::id, request);
        return Answer.json(200, body);
    }

    static boolean fits(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    private Answer create(Request request) {
        var body = body(request, "share_group");
        refuseUnknown(body, FIELDS, "The fields %s are invalid.");
        var source = body.nonEmpty("source_share_group_snapshot_id");
        if (source.isPresent()) {
            return one(202, views.full(copy(body, source.get()), request));
        }
        var types = shareTypes(body.node().path("share_types"));
        var zone = body.nonEmpty("availability_zone");
        zone.filter(name -> !pools.zones().contains(name)).ifPresent(_ -> {
            throw Rejection.notFound("Availability zone %(id)s could not be found.");
        });
        var network = body.nonEmpty("share_network_id");
        network.ifPresent(id -> requireUuid("share_network_id", id));
        var typeId = body.nonEmpty("share_group_type_id")
                .orElseThrow(() -> Rejection.badRequest(
                        "Must specify a share group type as a default share group type" + " has not been configured."));
        requireUuid("share_group_type_id", typeId);
        network.ifPresent(_ -> {
            throw Rejection.badRequest("Invalid input received: When using a share types with the"
                    + " driver_handles_share_servers extra spec as False, a share_network_id must not be provided.");
        });
        var type = store.groupTypes.get(typeId);
        if (type == null) {
            throw Rejection.badRequest(
                    "Invalid input received: The specified share group type " + typeId + " does not exist.");
        }
        if (!type.types().containsAll(types)) {
            throw Rejection.badRequest("Invalid input received: The specified share types must be a subset of the share"
                    + " types supported by the share group type.");
        }
        var text = new Share.Text(body.text("name"), body.text("description"));
        return one(202, views.full(life.create(text, type, types, null, zone), request));
    }

    private ShareGroup copy(Body body, String sourceId) {
        if (body.has("share_types")) {
            throw Rejection.badRequest(
                    "Cannot supply both 'share_types' and 'source_share_group_snapshot_id' attributes.");
        }
        requireUuid("source_share_group_snapshot_id", sourceId);
        var source = store.groupSnapshots.get(sourceId);
        if (source == null) {
            throw Rejection.badRequest("Share group snapshot " + sourceId + " could not be found.");
        }
        return life.create(new Share.Text(body.text("name"), body.text("description")), source);
    }

    private List<String> shareTypes(JsonNode given) {
        if (given.isEmpty()) {
            return List.of(
                    store.findType(SharedFileSystem.DEFAULT_TYPE).orElseThrow().id());
        }
        var types = new ArrayList<String>();
        for (var id : given) {
            if (!isUuid(id.asText())) {
                throw Rejection.badRequest("The 'share_types' attribute must be a list of uuids");
            }
            if (store.findType(id.asText()).isEmpty()) {
                throw Rejection.badRequest("Share type with id " + id.asText() + " could not be found.");
            }
            types.add(id.asText());
        }
        return types;
    }

    private Answer update(Request request) {
        var body = body(request, "share_group");
        refuseUnknown(body, TEXTS, "The fields %s are invalid or not allowed to be updated.");
        var group = group(request);
        store.changeGroup(group.id(), old -> old.with(text(body, old.text())));
        return one(200, views.full(group(request), request));
    }

    static Share.Text text(Body body, Share.Text before) {
        return new Share.Text(
                body.has("name") ? body.string("name").orElse(null) : before.name(),
                body.has("description") ? body.string("description").orElse(null) : before.description());
    }

    static Body body(Request request, String key) {
        var json = request.json();
        if (!json.path(key).isObject()) {
            throw Rejection.badRequest("'" + key + "' is missing from the request body.");
        }
        return new Body(json.path(key));
    }

    static void refuseUnknown(Body body, Set<String> known, String refusal) {
        var unknown = body.node().properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .map(field -> "'" + field + "'")
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw Rejection.badRequest(refusal.formatted("{" + unknown + "}"));
        }
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    static void requireUuid(String field, String id) {
        if (!isUuid(id)) {
            throw Rejection.badRequest("The '" + field + "' attribute must be a uuid.");
        }
    }

    private ShareGroup group(Request request) {
        var id = request.part("id");
        return Store.require(store.groups, id, "Share group " + id + " not found.");
    }

    private static Answer one(int status, ObjectNode group) {
        var body = Json.object();
        body.set("share_group", group);
        return Answer.json(status, body);
    }
}
