package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on backups. A volume is made of one by the call that makes volumes.
final class BackupCalls {
    private static final Set<String> FILTERS = Set.of("name", "status", "volume_id");
    /// Backups bear metadata from here on.
    private static final int METADATA = 43;
    private static final int ZONE = 51;

    private final Store store;
    private final BackupLife backups;
    private final Views views;
    private final int maxPage;

    BackupCalls(Store store, BackupLife backups, Views views, int maxPage) {
        this.store = store;
        this.backups = backups;
        this.views = views;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("POST", "/backups", this::create)
                .on("GET", "/backups", request -> list(request, false))
                .on("GET", "/backups/detail", request -> list(request, true))
                .on("GET", "/backups/{id}", this::show)
                .on("DELETE", "/backups/{id}", this::delete);
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "backup");
        refuseUnknown(body, request);
        var spec = new BackupSpec(
                body.requireId("volume_id", "backup"),
                body.uuid("snapshot_id"),
                new Volume.Text(body.text("name"), body.text("description")),
                body.metadata("metadata"),
                body.flag("force"),
                body.flag("incremental"));
        return one(202, views.summary(backups.create(spec), request));
    }

    private static void refuseUnknown(Body body, Request request) {
        Map.of("metadata", METADATA, "availability_zone", ZONE).forEach((name, since) -> {
            if (body.node().has(name) && !request.version().from(since)) {
                throw Rejection.badRequest("Invalid input for field/attribute backup. Value: "
                        + Json.str(body.node()) + ". Additional properties are not allowed ('" + name
                        + "' was unexpected)");
            }
        });
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).backups();
        var sorted = store.backups.values().stream()
                .filter(filter)
                .sorted(Order.backups())
                .toList();
        var page = Page.cut(sorted, request, maxPage, "Backup", Backup::id, Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("backups");
        page.items().forEach(backup -> list.add(detail ? full(backup, request) : views.summary(backup, request)));
        if (page.next().isPresent()) {
            body.set("backups_links", page.links());
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(200, full(store.requireBackup(request.part("id")), request));
    }

    private Answer delete(Request request) {
        backups.delete(request.part("id"));
        return Answer.empty(202);
    }

    private ObjectNode full(Backup backup, Request request) {
        var view = views.full(backup, store.hasDependentBackups(backup.id()), request);
        if (request.version().from(METADATA)) {
            view.set("metadata", Json.object(backup.metadata()));
        }
        return view;
    }

    private static Answer one(int status, ObjectNode backup) {
        var body = Json.object();
        body.set("backup", backup);
        return Answer.json(status, body);
    }
}
