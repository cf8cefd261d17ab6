package org.moorage.emulator.cinder;

import java.util.ArrayList;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The user messages, which are there from 3.3 on.
final class MessageCalls {
    private static final int SINCE = 3;
    private static final Set<String> FILTERS =
            Set.of("resource_uuid", "resource_type", "event_id", "request_id", "message_level");

    private final Store store;
    private final Views views;
    private final int maxPage;

    MessageCalls(Store store, Views views, int maxPage) {
        this.store = store;
        this.views = views;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("GET", "/messages", Cinder.since(SINCE, this::list))
                .on("GET", "/messages/{id}", Cinder.since(SINCE, this::show))
                .on("DELETE", "/messages/{id}", Cinder.since(SINCE, this::delete));
    }

    private Answer list(Request request) {
        var filter = new Filters(request, FILTERS).messages();
        var newest = new ArrayList<>(store.messages.values()).reversed();
        var page = Page.cut(
                newest.stream().filter(filter).toList(),
                request,
                maxPage,
                "Message",
                Message::id,
                Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("messages");
        page.items().forEach(message -> list.add(views.full(message, request)));
        if (page.next().isPresent()) {
            body.set("messages_links", page.links());
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        var body = Json.object();
        body.set("message", views.full(require(request), request));
        return Answer.json(200, body);
    }

    private Answer delete(Request request) {
        store.messages.remove(require(request).id());
        return Answer.empty(204);
    }

    private Message require(Request request) {
        var message = store.messages.get(request.part("id"));
        if (message == null) {
            throw Rejection.notFound("Message " + request.part("id") + " could not be found.");
        }
        return message;
    }
}
