package org.moorage.emulator.manila;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The user messages, which are there from 2.37 on.
final class MessageCalls {
    private static final int SINCE = 37;
    private static final Map<String, Comparator<Message>> KEYS = Map.of(
            "created_at", Comparator.comparing(Message::createdAt),
            "resource_id", Comparator.comparing(Message::resourceId),
            "resource_type", Comparator.comparing(Message::resourceType),
            "detail_id", Comparator.comparing(message -> message.detail().id()),
            "action_id", Comparator.comparing(message -> message.action().id),
            "message_level", Comparator.comparing(_ -> "ERROR"),
            "id", Comparator.comparing(Message::id));

    private final Store store;
    private final Views views;
    private final Lists lists;

    MessageCalls(Store store, Views views, Lists lists) {
        this.store = store;
        this.views = views;
        this.lists = lists;
    }

    void addTo(Router router) {
        router.on("GET", "/messages", Manila.since(SINCE, this::list))
                .on("GET", "/messages/{id}", Manila.since(SINCE, this::show))
                .on("DELETE", "/messages/{id}", Manila.since(SINCE, this::delete));
    }

    private Answer list(Request request) {
        var filter = new Filters(request).messages();
        var fitting =
                new ArrayList<>(store.messages.values()).stream().filter(filter).toList();
        var sorted = Lists.sort(fitting, request, KEYS, key -> "Invalid sort key " + key + ".");
        var page = lists.cut(sorted, request);
        var body = Json.object();
        var list = body.putArray("messages");
        page.forEach(message -> list.add(views.full(message, request)));
        Lists.link(body, "messages_links", "messages", page, Message::id, request);
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        var body = Json.object();
        body.set("message", views.full(require(request), request));
        return Answer.json(200, body);
    }

    private Answer delete(Request request) {
        store.messages.remove(require(request).id());
        return new Answer(204, Map.of("Content-Type", "text/html; charset=UTF-8"), "");
    }

    private Message require(Request request) {
        var id = request.part("id");
        return Store.require(store.messages, id, "Message " + id + " could not be found.");
    }
}
