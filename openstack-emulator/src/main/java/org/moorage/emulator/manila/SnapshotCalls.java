package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls on snapshots.
final class SnapshotCalls {
    private static final int METADATA = 73;
    private static final int RENAMED = 7;
    private static final Map<String, Comparator<Snapshot>> KEYS = Map.of(
            "created_at", Comparator.comparing(Snapshot::createdAt),
            "name",
                    Comparator.comparing(
                            snapshot -> snapshot.text().name(),
                            Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "status", Comparator.comparing(snapshot -> snapshot.status().text()),
            "size", Comparator.comparingInt(Snapshot::size),
            "share_id", Comparator.comparing(Snapshot::shareId),
            "id", Comparator.comparing(Snapshot::id));

    private final Store store;
    private final SnapshotLife life;
    private final Views views;
    private final Lists lists;
    private final Policies policies;

    SnapshotCalls(Store store, SnapshotLife life, Views views, Lists lists, Policies policies) {
        this.store = store;
        this.life = life;
        this.views = views;
        this.lists = lists;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("GET", "/snapshots/detail", request -> list(request, true))
                .on("GET", "/snapshots", request -> list(request, false))
                .on("POST", "/snapshots", this::create)
                .on("GET", "/snapshots/{id}", this::show)
                .on("PUT", "/snapshots/{id}", this::update)
                .on("DELETE", "/snapshots/{id}", this::delete)
                .on("POST", "/snapshots/{id}/action", this::act);
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request).snapshots();
        var fitting = new ArrayList<>(store.snapshots.values())
                .stream().filter(filter).toList();
        var sorted = Lists.sort(fitting, request, KEYS, key -> "Invalid sort key " + key + ".");
        var page = lists.cut(sorted, request);
        var body = Json.object();
        var list = body.putArray("snapshots");
        page.forEach(snapshot -> list.add(detail ? views.full(snapshot, request) : views.summary(snapshot, request)));
        Lists.link(body, "share_snapshots_links", "snapshots", page, Snapshot::id, request);
        return Answer.json(200, body);
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "snapshot");
        var share = store.requireShare(body.required("share_id"));
        if (!share.type().is(ShareType.SNAPSHOTS)) {
            throw new Rejection(
                    422,
                    "Snapshots cannot be created for share '" + share.id()
                            + "' since it does not have that capability.");
        }
        if (share.binnedAt() != null) {
            throw new Rejection(
                    403, "Snapshots cannot be created for share '" + share.id() + "' since it has been soft deleted.");
        }
        var text = new Share.Text(body.text("name"), body.text("description"));
        var metadata = request.version().from(METADATA) ? body.metadata("metadata") : Map.<String, String>of();
        return one(202, views.full(life.create(share, text, metadata), request));
    }

    private Answer show(Request request) {
        return one(200, views.full(require(request), request));
    }

    /// Manila takes the new name under its old name alone.
    private Answer update(Request request) {
        var body = Body.of(request.json(), "snapshot");
        var snapshot = require(request);
        var text = new Share.Text(
                body.has("display_name")
                        ? body.string("display_name").orElse(null)
                        : snapshot.text().name(),
                body.has("display_description")
                        ? body.string("display_description").orElse(null)
                        : snapshot.text().description());
        store.changeSnapshot(snapshot.id(), old -> old.with(text));
        return one(200, views.full(snapshot.with(text), request));
    }

    private Answer delete(Request request) {
        life.delete(require(request), false);
        return Manila.accepted();
    }

    private Answer act(Request request) {
        var prefix = request.version().from(RENAMED) ? "" : "os-";
        var body = request.json();
        if (body.has(prefix + "reset_status")) {
            Manila.require(policies, Policies.RESET_SNAPSHOT);
            life.become(require(request).id(), status(body.path(prefix + "reset_status")));
            return Manila.accepted();
        }
        if (body.has(prefix + "force_delete")) {
            Manila.require(policies, Policies.FORCE_DELETE_SNAPSHOT);
            life.delete(require(request), true);
            return Manila.accepted();
        }
        throw Rejection.badRequest(
                body.isEmpty()
                        ? "Malformed request body"
                        : "There is no such action: " + body.fieldNames().next());
    }

    /// The state that an administrator asks for.
    static Status status(JsonNode data) {
        var text = data.path("status").asText(data.path("os-status").asText());
        try {
            return Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Rejection.badRequest("Invalid state. Valid states: " + text + " is none of them.");
        }
    }

    private Snapshot require(Request request) {
        return Store.requirePage(store.snapshots, request.part("id"));
    }

    private static Answer one(int status, ObjectNode snapshot) {
        var body = Json.object();
        body.set("snapshot", snapshot);
        return Answer.json(status, body);
    }
}
