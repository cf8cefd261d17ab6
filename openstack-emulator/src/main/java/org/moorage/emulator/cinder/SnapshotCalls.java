package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on snapshots.
final class SnapshotCalls {
    private static final Set<String> FILTERS =
            Set.of("name", "status", "volume_id", "metadata", "availability_zone", "consumes_quota");
    /// From here on a snapshot of a volume in use needs no force, and may not refuse it.
    private static final int NO_FORCE = 66;

    private final Store store;
    private final SnapshotLife snapshots;
    private final Views views;
    private final int maxPage;

    SnapshotCalls(Store store, SnapshotLife snapshots, Views views, int maxPage) {
        this.store = store;
        this.snapshots = snapshots;
        this.views = views;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("POST", "/snapshots", this::create)
                .on("GET", "/snapshots", request -> list(request, false))
                .on("GET", "/snapshots/detail", request -> list(request, true))
                .on("GET", "/snapshots/{id}", this::show)
                .on("PUT", "/snapshots/{id}", this::update)
                .on("DELETE", "/snapshots/{id}", this::delete);
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "snapshot");
        var volumeId = body.requireUuid("volume_id", "snapshot");
        var snapshot = snapshots.create(
                volumeId,
                new Volume.Text(body.text("name"), body.text("description")),
                body.metadata("metadata"),
                force(body, request));
        return one(202, views.created(snapshot, request));
    }

    private static boolean force(Body body, Request request) {
        if (!request.version().from(NO_FORCE)) {
            return body.flag("force");
        }
        if (body.node().hasNonNull("force") && !body.flag("force")) {
            throw Rejection.badRequest("Since microversion 3.66 the 'force' flag is invalid for this request.  For"
                    + " backward compatability, however, when the 'force' flag is passed with a value evaluating to"
                    + " True, it is silently ignored.");
        }
        return true;
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).snapshots();
        var sorted = store.snapshots.values().stream()
                .filter(filter)
                .sorted(Order.snapshots())
                .toList();
        var page = Page.cut(sorted, request, maxPage, "Snapshot", Snapshot::id, Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("snapshots");
        page.items()
                .forEach(snapshot ->
                        list.add(detail ? views.full(snapshot, request) : views.summary(snapshot, request)));
        if (page.next().isPresent()) {
            body.set("snapshots_links", page.links());
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(200, views.full(store.requireSnapshot(request.part("id")), request));
    }

    private Answer update(Request request) {
        var snapshot = store.requireSnapshot(request.part("id"));
        var body = Body.of(request.json(), "snapshot");
        var text = new Volume.Text(
                body.node().has("name") ? body.text("name") : snapshot.text().name(),
                body.node().has("description")
                        ? body.text("description")
                        : snapshot.text().description());
        store.changeSnapshot(snapshot.id(), old -> old.with(text, snapshots.now()));
        return one(200, views.summary(store.requireSnapshot(snapshot.id()), request));
    }

    private Answer delete(Request request) {
        snapshots.delete(request.part("id"));
        return Cinder.accepted();
    }

    private static Answer one(int status, JsonNode snapshot) {
        var body = Json.object();
        body.set("snapshot", snapshot);
        return Answer.json(status, body);
    }
}
