package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on snapshots of share groups, which are there when those on share groups are.
final class GroupSnapshotCalls {
    private final Store store;
    private final GroupLife life;
    private final GroupViews views;
    private final Lists lists;

    GroupSnapshotCalls(Store store, GroupLife life, GroupViews views, Lists lists) {
        this.store = store;
        this.life = life;
        this.views = views;
        this.lists = lists;
    }

    void addTo(Router router) {
        router.on("GET", "/share-group-snapshots/detail", GroupCalls.known(request -> snapshots(request, true)))
                .on("GET", "/share-group-snapshots", GroupCalls.known(request -> snapshots(request, false)))
                .on("POST", "/share-group-snapshots", GroupCalls.known(this::createSnapshot))
                .on("GET", "/share-group-snapshots/{id}", GroupCalls.known(request -> {
                    return snapshot(200, views.full(taken(request), request));
                }))
                .on("PUT", "/share-group-snapshots/{id}", GroupCalls.known(this::updateSnapshot))
                .on("GET", "/share-group-snapshots/{id}/members", GroupCalls.known(this::members))
                .on("DELETE", "/share-group-snapshots/{id}", GroupCalls.known(request -> {
                    life.delete(taken(request));
                    return Manila.accepted();
                }));
    }

    private Answer snapshots(Request request, boolean detail) {
        var query = request.query();
        var page = lists.limited(
                store.groupSnapshots.values().stream()
                        .filter(taken ->
                                GroupCalls.fits(query.get("name"), taken.text().name()))
                        .filter(taken -> GroupCalls.fits(
                                query.get("status"), taken.status().text()))
                        .filter(taken -> GroupCalls.fits(query.get("share_group_id"), taken.groupId()))
                        .sorted(Comparator.comparing(GroupSnapshot::createdAt).reversed())
                        .toList(),
                request);
        var body = Json.object();
        var list = body.putArray("share_group_snapshots");
        page.forEach(taken -> list.add(detail ? views.full(taken, request) : GroupViews.summary(taken, request)));
        Lists.link(body, "share_group_snapshot_links", "share_group_snapshot", page, GroupSnapshot::id, request);
        return Answer.json(200, body);
    }

    private Answer createSnapshot(Request request) {
        var body = GroupCalls.body(request, "share_group_snapshot");
        var groupId = body.nonEmpty("share_group_id")
                .orElseThrow(() -> Rejection.badRequest("Must supply 'share_group_id' attribute."));
        GroupCalls.requireUuid("share_group_id", groupId);
        var group = store.groups.get(groupId);
        if (group == null) {
            throw Rejection.badRequest("Share group %(share_group_id)s could not be found.");
        }
        var text = new Share.Text(body.text("name"), body.text("description"));
        // The answer is made before the members are read.
        var view = views.full(life.snapshot(group, text), request);
        view.putArray("members");
        return snapshot(202, view);
    }

    private Answer updateSnapshot(Request request) {
        var body = GroupCalls.body(request, "share_group_snapshot");
        GroupCalls.refuseUnknown(body, GroupCalls.TEXTS, "The fields %s are invalid or not allowed to be updated.");
        var taken = taken(request);
        store.changeGroupSnapshot(taken.id(), old -> old.with(GroupCalls.text(body, old.text())));
        return snapshot(200, views.full(taken(request), request));
    }

    private Answer members(Request request) {
        var taken = store.groupSnapshots.get(request.part("id"));
        var body = Json.object();
        var list = body.putArray("share_group_snapshot_members");
        if (taken != null) {
            taken.members().forEach(member -> list.add(views.full(member, taken)));
        }
        return Answer.json(200, body);
    }

    private GroupSnapshot taken(Request request) {
        var id = request.part("id");
        return Store.require(store.groupSnapshots, id, "Share group snapshot " + id + " not found.");
    }

    private static Answer snapshot(int status, ObjectNode taken) {
        var body = Json.object();
        body.set("share_group_snapshot", taken);
        return Answer.json(status, body);
    }
}
