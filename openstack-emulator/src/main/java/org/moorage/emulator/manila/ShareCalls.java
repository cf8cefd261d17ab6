package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls on shares, but for their actions.
final class ShareCalls {
    private static final Map<String, Comparator<Share>> KEYS = Map.of(
            "created_at", Comparator.comparing(Share::createdAt),
            "updated_at", Comparator.comparing(Share::createdAt),
            "name",
                    Comparator.comparing(
                            share -> share.text().name(), Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "display_name",
                    Comparator.comparing(
                            share -> share.text().name(), Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "status", Comparator.comparing(share -> share.status().text()),
            "size", Comparator.comparingInt(Share::size),
            "share_proto", Comparator.comparing(Share::protocol),
            "id", Comparator.comparing(Share::id),
            "share_type_id", Comparator.comparing(share -> share.type().id()),
            "snapshot_id",
                    Comparator.comparing(
                            share -> share.origin().snapshotId(),
                            Comparator.nullsFirst(Comparator.<String>naturalOrder())));
    private static final int COUNT = 42;
    private static final int HINTS = 65;

    private final Store store;
    private final SharedFileSystem.Lives lives;
    private final Views views;
    private final Lists lists;
    private final Policies policies;
    private final NewShares newShares;
    private final Hints hints;

    ShareCalls(Store store, SharedFileSystem.Lives lives, Views views, Lists lists, Policies policies, Pools pools) {
        this.store = store;
        this.lives = lives;
        this.views = views;
        this.lists = lists;
        this.policies = policies;
        this.newShares = new NewShares(store, pools);
        this.hints = new Hints(store);
    }

    void addTo(Router router) {
        router.on("GET", "/shares/detail", request -> list(request, true))
                .on("GET", "/shares", request -> list(request, false))
                .on("POST", "/shares", this::create)
                .on("GET", "/shares/{id}", this::show)
                .on("PUT", "/shares/{id}", this::update)
                .on("DELETE", "/shares/{id}", this::delete);
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request).shares(share -> store.exports.getOrDefault(share.id(), List.of()));
        var fitting =
                new ArrayList<>(store.shares.values()).stream().filter(filter).toList();
        var sorted = Lists.sort(fitting, request, KEYS, key -> "Wrong sorting key provided - '" + key + "'.");
        var page = lists.cutShares(sorted, request);
        var body = Json.object();
        var list = body.putArray("shares");
        page.forEach(share -> list.add(detail ? views.full(share, request) : views.summary(share, request)));
        if ((detail || request.version().from(COUNT))
                && "true".equalsIgnoreCase(request.query().get("with_count"))) {
            body.put("count", fitting.size());
        }
        Lists.link(body, "shares_links", "shares", page, Share::id, request);
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(views.full(Store.requirePage(store.shares, request.part("id")), request));
    }

    /// Manila takes the new name under its old name alone.
    private Answer update(Request request) {
        var body = Body.of(request.json(), "share");
        var share = Store.requirePage(store.shares, request.part("id"));
        var text = new Share.Text(
                body.has("display_name")
                        ? body.string("display_name").orElse(null)
                        : share.text().name(),
                body.has("display_description")
                        ? body.string("display_description").orElse(null)
                        : share.text().description());
        store.change(share.id(), old -> old.with(text));
        return one(views.full(share.with(text), request));
    }

    private Answer delete(Request request) {
        var share = Store.requirePage(store.shares, request.part("id"));
        var group = share.origin().groupId();
        if (group != null) {
            var named = request.query().get("share_group_id");
            if (named == null) {
                throw Rejection.badRequest("Must provide 'share_group_id' as a request parameter when deleting a share"
                        + " in a share group.");
            }
            if (!named.equals(group)) {
                throw Rejection.badRequest(
                        "The specified 'share_group_id' does not match the share group id of the share.");
            }
        }
        lives.shares().delete(share, false);
        hints.forget(share.id());
        return Manila.accepted();
    }

    private Answer create(Request request) {
        Manila.require(policies, Policies.CREATE_SHARE);
        var spec = newShares.read(request);
        var wanted = request.version().from(HINTS) ? hints.read(request) : Map.<String, String>of();
        var share =
                lives.shares().create(spec, lives.shares().data(spec.origin()).orElse(null));
        hints.remember(share.id(), wanted);
        return one(views.full(store.requireShare(share.id()), request));
    }

    private static Answer one(ObjectNode share) {
        var body = Json.object();
        body.set("share", share);
        return Answer.json(200, body);
    }
}
