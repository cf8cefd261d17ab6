package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.policy.Policies;

/// Shares, snapshots and messages as Manila's answers show them, each field from the microversion that brought it.
final class Views {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    /// How long the recycle bin keeps a share.
    private static final int BIN_DAYS = 7;
    private static final int MESSAGE_DAYS = 30;

    private final Store store;
    private final Policies policies;
    private final String projectId;
    private final String userId;

    Views(Store store, Policies policies, String projectId, String userId) {
        this.store = store;
        this.policies = policies;
        this.projectId = projectId;
        this.userId = userId;
    }

    ObjectNode summary(Share share, Request request) {
        var view = Json.object().put("id", share.id()).put("name", share.text().name());
        links(view, request, "/shares/" + share.id());
        return view;
    }

    ObjectNode full(Share share, Request request) {
        var version = request.version();
        var view = Json.object()
                .put("id", share.id())
                .put("size", share.size())
                .put("availability_zone", share.zone())
                .put("created_at", time(share.createdAt()))
                .put("status", status(share, request))
                .put("name", share.text().name())
                .put("description", share.text().description())
                .put("project_id", projectId)
                .put("snapshot_id", share.origin().snapshotId())
                .put("share_network_id", share.networkId())
                .put("share_proto", share.protocol());
        view.set("metadata", Json.object(share.metadata()));
        view.put(
                        "share_type",
                        version.from(6) ? share.type().id() : share.type().name())
                .put("volume_type", share.type().name());
        links(view, request, "/shares/" + share.id());
        view.put("is_public", false);
        if (!version.from(9)) {
            addExports(view, share);
        }
        addLater(view, share, request);
        if (isAdmin()) {
            view.putNull("share_server_id").put("host", share.scheduled() ? "emulator@" + share.zone() + "#dir" : null);
        }
        return view;
    }

    private void addExports(ObjectNode view, Share share) {
        var list = view.putArray("export_locations");
        store.exports.getOrDefault(share.id(), List.of()).forEach(export -> list.add(export.path()));
        view.put("export_location", list.isEmpty() ? null : list.get(0).asText());
    }

    private void addLater(ObjectNode view, Share share, Request request) {
        var version = request.version();
        var type = share.type();
        if (version.from(2)) {
            view.put("snapshot_support", type.is(ShareType.SNAPSHOTS));
        }
        if (version.from(5)) {
            view.putNull("task_state");
        }
        if (version.from(6)) {
            view.put("share_type_name", type.name());
        }
        if (version.from(10)) {
            view.put("access_rules_status", rules(share, request));
        }
        if (version.from(11)) {
            view.putNull("replication_type").put("has_replicas", false);
        }
        if (version.from(16)) {
            view.put("user_id", userId);
        }
        if (version.from(24)) {
            view.put("create_share_from_snapshot_support", type.is(ShareType.FROM_SNAPSHOTS));
        }
        if (version.from(27)) {
            view.put("revert_to_snapshot_support", type.is(ShareType.REVERT));
        }
        if (version.from(31)) {
            view.put("share_group_id", share.origin().groupId())
                    .put("source_share_group_snapshot_member_id", share.origin().memberId());
        }
        if (version.from(32)) {
            view.put("mount_snapshot_support", type.is(ShareType.MOUNT_SNAPSHOTS));
        }
        addLast(view, share, request);
    }

    private static void addLast(ObjectNode view, Share share, Request request) {
        var version = request.version();
        if (version.from(54)) {
            view.put("progress", progress(share));
        }
        if (version.from(69)) {
            var binned = share.binnedAt();
            view.put("is_soft_deleted", binned != null)
                    .put(
                            "scheduled_to_be_deleted_at",
                            binned == null
                                    ? null
                                    : time(binned.plus(BIN_DAYS, ChronoUnit.DAYS)
                                            .truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    private static @Nullable String progress(Share share) {
        return switch (share.status()) {
            case CREATING, ERROR -> null;
            case CREATING_FROM_SNAPSHOT -> "0%";
            default -> "100%";
        };
    }

    private static @Nullable String status(Share share, Request request) {
        return switch (share.status()) {
            case CREATING_FROM_SNAPSHOT -> (request.version().from(54) ? share.status() : Status.CREATING).text();
            case VANISHING -> null;
            default -> share.status().text();
        };
    }

    private static String rules(Share share, Request request) {
        return share.rules() == RuleState.SYNCING && !request.version().from(28)
                ? "out_of_sync"
                : share.rules().text();
    }

    ObjectNode summary(Snapshot snapshot, Request request) {
        var view = Json.object()
                .put("id", snapshot.id())
                .put("name", snapshot.text().name());
        links(view, request, "/snapshots/" + snapshot.id());
        return view;
    }

    ObjectNode full(Snapshot snapshot, Request request) {
        var view = Json.object()
                .put("id", snapshot.id())
                .put("share_id", snapshot.shareId())
                .put("share_size", snapshot.size())
                .put("created_at", time(snapshot.createdAt()))
                .put("status", snapshot.status().text())
                .put("name", snapshot.text().name())
                .put("description", snapshot.text().description())
                .put("size", snapshot.size())
                .put("share_proto", snapshot.protocol());
        links(view, request, "/snapshots/" + snapshot.id());
        if (request.version().from(17)) {
            view.put("user_id", userId).put("project_id", projectId);
        }
        if (request.version().from(73)) {
            view.set("metadata", Json.object(snapshot.metadata()));
        }
        return view;
    }

    ObjectNode full(Message message, Request request) {
        var view = Json.object()
                .put("id", message.id())
                .put("project_id", projectId)
                .put("action_id", message.action().id)
                .put("detail_id", message.detail().id())
                .put("message_level", "ERROR")
                .put("created_at", time(message.createdAt()))
                .put(
                        "expires_at",
                        time(message.createdAt()
                                .plus(MESSAGE_DAYS, ChronoUnit.DAYS)
                                .truncatedTo(ChronoUnit.SECONDS)))
                .put("request_id", message.requestId());
        links(view, request, "/messages/" + message.id());
        return view.put("resource_type", message.resourceType())
                .put("resource_id", message.resourceId())
                .put("user_message", message.text());
    }

    boolean isAdmin() {
        return policies.allows(Policies.ADMIN);
    }

    String projectId() {
        return projectId;
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    static void links(ObjectNode view, Request request, String path) {
        var links = view.putArray("links");
        var project = request.parts().containsKey(Manila.PROJECT) ? "/" + request.part(Manila.PROJECT) : "";
        links.addObject().put("rel", "self").put("href", request.base() + "/v2" + project + path);
        links.addObject().put("rel", "bookmark").put("href", request.base() + project + path);
    }
}
