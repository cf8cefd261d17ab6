package org.moorage.emulator.manila;

import java.util.List;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on the export locations of shares, which are there from 2.9 on.
final class ExportCalls {
    private static final int SINCE = 9;

    private final Store store;
    private final AccessViews views;

    ExportCalls(Store store, AccessViews views) {
        this.store = store;
        this.views = views;
    }

    void addTo(Router router) {
        router.on("GET", "/shares/{id}/export_locations", Manila.since(SINCE, this::list))
                .on("GET", "/shares/{id}/export_locations/{export}", Manila.since(SINCE, this::show));
    }

    private Answer list(Request request) {
        var body = Json.object();
        var list = body.putArray("export_locations");
        exports(request).stream()
                .filter(export -> views.isAdmin() || !export.adminOnly())
                .forEach(export -> list.add(views.summary(export, request)));
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        var id = request.part("export");
        var export = exports(request).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("Export location '" + id + "' not found."));
        if (export.adminOnly() && !views.isAdmin()) {
            throw new Rejection(403, "Access was denied to this resource.");
        }
        var body = Json.object();
        body.set("export_location", views.full(export, request));
        return Answer.json(200, body);
    }

    private List<ExportLocation> exports(Request request) {
        var id = request.part("id");
        Store.require(store.shares, id, "Share '" + id + "' not found.");
        return store.exports.getOrDefault(id, List.of());
    }
}
