package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;

/// Share groups, their types and their snapshots as Manila's answers show them.
final class GroupViews {
    private static final int ZONES = 34;
    private static final int DEFAULTS = 46;

    private final String projectId;

    GroupViews(String projectId) {
        this.projectId = projectId;
    }

    static ObjectNode full(ShareGroupType type, Request request) {
        var view = Json.object().put("id", type.id()).put("name", type.name()).put("is_public", true);
        view.set("group_specs", Json.object(type.specs()));
        type.types().forEach(view.putArray("share_types")::add);
        return request.version().from(DEFAULTS) ? view.put("is_default", false) : view;
    }

    static ObjectNode summary(ShareGroup group, Request request) {
        var view = Json.object().put("id", group.id()).put("name", group.text().name());
        Views.links(view, request, "/share_groups/" + group.id());
        return view;
    }

    ObjectNode full(ShareGroup group, Request request) {
        var view = Json.object()
                .put("id", group.id())
                .put("name", group.text().name())
                .put("created_at", Views.time(group.createdAt()))
                .put("status", group.status().text())
                .put("description", group.text().description())
                .put("project_id", projectId)
                .put("host", group.scheduled() ? "emulator@" + group.zone() + "#dir" : null)
                .put("share_group_type_id", group.groupTypeId())
                .put("source_share_group_snapshot_id", group.sourceId())
                .put("share_network_id", group.networkId());
        group.types().forEach(view.putArray("share_types")::add);
        Views.links(view, request, "/share_groups/" + group.id());
        return request.version().from(ZONES)
                ? view.put("availability_zone", group.zone()).putNull("consistent_snapshot_support")
                : view;
    }

    static ObjectNode summary(GroupSnapshot taken, Request request) {
        var view = Json.object().put("id", taken.id()).put("name", taken.text().name());
        Views.links(view, request, "/share_group_snapshot/" + taken.id());
        return view;
    }

    ObjectNode full(GroupSnapshot taken, Request request) {
        var view = Json.object()
                .put("id", taken.id())
                .put("name", taken.text().name())
                .put("created_at", Views.time(taken.createdAt()))
                .put("status", taken.status().text())
                .put("description", taken.text().description())
                .put("project_id", projectId)
                .put("share_group_id", taken.groupId());
        var members = view.putArray("members");
        taken.members()
                .forEach(member -> members.addObject()
                        .put("id", member.id())
                        .put("size", member.size())
                        .put("share_id", member.shareId()));
        Views.links(view, request, "/share_group_snapshot/" + taken.id());
        return view;
    }

    ObjectNode full(GroupSnapshot.Member member, GroupSnapshot taken) {
        return Json.object()
                .put("id", member.id())
                .put("created_at", Views.time(taken.createdAt()))
                .put("size", member.size())
                .put("share_protocol", member.protocol())
                .put("project_id", projectId)
                .put("share_group_snapshot_id", taken.id())
                .put("share_id", member.shareId());
    }
}
