package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The attachments API, which is there from 3.27 on.
final class AttachmentCalls {
    static final int SINCE = 27;
    private static final Set<String> FILTERS = Set.of("volume_id", "status", "instance_id", "attach_status");

    private final Store store;
    private final AttachmentLife attachments;
    private final Views views;
    private final int maxPage;

    AttachmentCalls(Store store, AttachmentLife attachments, Views views, int maxPage) {
        this.store = store;
        this.attachments = attachments;
        this.views = views;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("POST", "/attachments", Cinder.since(SINCE, this::create))
                .on("GET", "/attachments", Cinder.since(SINCE, request -> list(request, false)))
                .on("GET", "/attachments/detail", Cinder.since(SINCE, request -> list(request, true)))
                .on("GET", "/attachments/{id}", Cinder.since(SINCE, this::show))
                .on("DELETE", "/attachments/{id}", Cinder.since(SINCE, this::delete));
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "attachment");
        var attachment = attachments.reserve(
                body.requireUuid("volume_uuid", "attachment"),
                body.uuid("instance_uuid").orElse(null));
        return one(views.full(attachment));
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).attachments();
        var body = Json.object();
        var list = body.putArray("attachments");
        var sorted = store.attachments.values().stream().filter(filter).toList();
        // Unlike other lists, this one does not tell whether there is a next page.
        Page.cut(sorted, request, maxPage, "Volume attachment", Attachment::id, Cinder.address(request))
                .items()
                .forEach(attachment -> list.add(detail ? views.full(attachment) : Views.summary(attachment)));
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(views.full(store.requireAttachment(request.part("id"))));
    }

    private Answer delete(Request request) {
        var attachment = store.requireAttachment(request.part("id"));
        attachments.delete(attachment.id());
        var body = Json.object();
        var left = body.putArray("attachments");
        store.attachmentsOf(attachment.volumeId()).forEach(other -> left.add(Views.summary(other)));
        return Answer.json(200, body);
    }

    private static Answer one(JsonNode attachment) {
        var body = Json.object();
        body.set("attachment", attachment);
        return Answer.json(200, body);
    }
}
