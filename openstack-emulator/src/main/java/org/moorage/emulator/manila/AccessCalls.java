package org.moorage.emulator.manila;

import java.util.LinkedHashMap;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on access rules that are objects of their own, which they are from 2.45 on.
final class AccessCalls {
    private static final int SINCE = 45;

    private final Store store;
    private final AccessViews views;

    AccessCalls(Store store, AccessViews views) {
        this.store = store;
        this.views = views;
    }

    void addTo(Router router) {
        router.on("GET", "/share-access-rules", Manila.since(SINCE, this::list))
                .on("GET", "/share-access-rules/{id}", Manila.since(SINCE, this::show))
                .on("PUT", "/share-access-rules/{id}/metadata", Manila.since(SINCE, this::update))
                .on("DELETE", "/share-access-rules/{id}/metadata/{key}", Manila.since(SINCE, this::remove));
    }

    static Answer list(Store store, AccessViews views, String shareId, Request request) {
        var filter = new Filters(request).rules();
        var body = Json.object();
        var list = body.putArray("access_list");
        store.rulesOf(shareId).stream().filter(filter).forEach(rule -> list.add(views.inList(rule, request)));
        return Answer.json(200, body);
    }

    private Answer list(Request request) {
        var shareId = request.query().get("share_id");
        if (shareId == null) {
            throw Rejection.badRequest("The field 'share_id' has to be specified.");
        }
        if (!store.shares.containsKey(shareId)) {
            throw Rejection.badRequest("Share " + shareId + " not found.");
        }
        return list(store, views, shareId, request);
    }

    private Answer show(Request request) {
        var id = request.part("id");
        var body = Json.object();
        body.set(
                "access",
                views.full(Store.require(store.rules, id, "Share access rule " + id + " not found."), request));
        return Answer.json(200, body);
    }

    private Answer update(Request request) {
        var rule = Store.require(store.rules, request.part("id"), "Resource could not be found.");
        if (!request.json().path("metadata").isObject()) {
            throw Rejection.badRequest(Rejection.MALFORMED);
        }
        var metadata = new LinkedHashMap<>(rule.metadata());
        var entries = new Body(request.json()).metadata("metadata");
        metadata.putAll(entries);
        store.changeRule(rule.id(), old -> old.with(metadata));
        var body = Json.object();
        body.set("metadata", Json.object(entries));
        return Answer.json(200, body);
    }

    private Answer remove(Request request) {
        var rule = Store.require(store.rules, request.part("id"), "Resource could not be found.");
        var metadata = new LinkedHashMap<>(rule.metadata());
        if (metadata.remove(request.part("key")) == null) {
            throw Rejection.notFound("Share access rule metadata does not exist.");
        }
        store.changeRule(rule.id(), old -> old.with(metadata));
        return Answer.empty(200);
    }
}
