package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;

/// Cinder's objects as its answers show them, each field from the microversion that brought it.
final class Views {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final Store store;
    private final VolumeFiles files;
    private final String projectId;
    private final String userId;
    private final String serviceId = Store.newId();

    Views(Store store, VolumeFiles files, String projectId, String userId) {
        this.store = store;
        this.files = files;
        this.projectId = projectId;
        this.userId = userId;
    }

    String projectId() {
        return projectId;
    }

    /// A new volume, as the answer to its creation shows it.
    ObjectNode created(Volume volume, Request request) {
        var view = detail(volume, request).put("created_at", TIME.format(volume.createdAt()));
        if (request.version().from(48)) {
            view.put("shared_targets", true).putNull("service_uuid");
        }
        return view;
    }

    /// A volume without what only its own page and lists show.
    ObjectNode detail(Volume volume, Request request) {
        var view = Json.object()
                .put("id", volume.id())
                .put("status", volume.status().text())
                .put("size", volume.size())
                .put("availability_zone", volume.zone())
                .put("created_at", time(volume.createdAt()))
                .put("updated_at", time(volume.updatedAt()))
                .put("name", volume.text().name())
                .put("description", volume.text().description())
                .put("volume_type", volume.type().name())
                .put("snapshot_id", volume.origin().snapshotId())
                .put("source_volid", volume.origin().volumeId());
        view.set("metadata", metadata(volume));
        links(view, request, "/volumes/" + volume.id());
        view.put("user_id", userId)
                .put("bootable", Boolean.toString(volume.flags().bootable()))
                .put("encrypted", false)
                .putNull("replication_status")
                .putNull("consistencygroup_id")
                .put("multiattach", volume.flags().multiattach());
        var attachments = view.putArray("attachments");
        store.attachmentsOf(volume.id()).stream()
                .filter(Attachment::shown)
                .map(this::inVolume)
                .forEach(attachments::add);
        addLater(view, volume, request);
        return view;
    }

    /// A volume as its own page and detailed lists show it.
    ObjectNode full(Volume volume, Request request) {
        return detail(volume, request).put("os-vol-tenant-attr:tenant_id", projectId);
    }

    ObjectNode summary(Volume volume, Request request) {
        var view =
                Json.object().put("id", volume.id()).put("name", volume.text().name());
        links(view, request, "/volumes/" + volume.id());
        return view;
    }

    ObjectNode created(Snapshot snapshot, Request request) {
        return summary(snapshot, request).put("created_at", TIME.format(snapshot.createdAt()));
    }

    ObjectNode summary(Snapshot snapshot, Request request) {
        var view = Json.object()
                .put("id", snapshot.id())
                .put("created_at", time(snapshot.createdAt()))
                .put("updated_at", time(snapshot.updatedAt()))
                .put("name", snapshot.text().name())
                .put("description", snapshot.text().description())
                .put("volume_id", snapshot.volumeId())
                .put("status", snapshot.status().text())
                .put("size", snapshot.size());
        view.set("metadata", Json.object(snapshot.metadata()));
        if (request.version().from(14)) {
            view.put("group_snapshot_id", store.groupSnapshotOf.get(snapshot.id()));
        }
        if (request.version().from(41)) {
            view.put("user_id", userId);
        }
        if (request.version().from(65)) {
            view.put("consumes_quota", true);
        }
        return view;
    }

    ObjectNode full(Snapshot snapshot, Request request) {
        return summary(snapshot, request)
                .put("os-extended-snapshot-attributes:project_id", projectId)
                .put("os-extended-snapshot-attributes:progress", snapshot.status() == Status.CREATING ? "0%" : "100%");
    }

    ObjectNode summary(Backup backup, Request request) {
        var view =
                Json.object().put("id", backup.id()).put("name", backup.text().name());
        links(view, request, "/backups/" + backup.id());
        return view;
    }

    /// @param depended whether another backup adds to this one
    ObjectNode full(Backup backup, boolean depended, Request request) {
        var done = backup.status() != Status.CREATING && backup.status() != Status.ERROR;
        var view = Json.object()
                .put("id", backup.id())
                .put("status", backup.status().text())
                .put("size", backup.size())
                // An incremental one of unchanged data keeps nothing.
                .put("object_count", done && backup.parentId() == null ? 1 : 0)
                .putNull("availability_zone")
                .put("container", done ? container(backup.id()) : null)
                .put("created_at", time(backup.createdAt()))
                .put("updated_at", time(backup.updatedAt()))
                .put("name", backup.text().name())
                .put("description", backup.text().description())
                .put("fail_reason", backup.failReason())
                .put("volume_id", backup.volumeId());
        links(view, request, "/backups/" + backup.id());
        return view.put("is_incremental", backup.parentId() != null)
                .put("has_dependent_backups", depended)
                .put("snapshot_id", backup.snapshotId())
                .put("data_timestamp", time(backup.dataAt()));
    }

    /// Where a backup driver that keeps files puts one.
    private static String container(String backupId) {
        return backupId.substring(0, 2) + "/" + backupId.substring(2, 4) + "/" + backupId;
    }

    static ObjectNode summary(Attachment attachment) {
        return Json.object()
                .put("id", attachment.id())
                .put("status", attachment.state().text())
                .put("instance", attachment.serverId())
                .put("volume_id", attachment.volumeId());
    }

    ObjectNode full(Attachment attachment) {
        var attachedAt = time(attachment.attachedAt());
        var view = summary(attachment)
                .put("attached_at", attachedAt == null ? "" : attachedAt)
                .put("detached_at", "")
                .put("attach_mode", attachedAt == null ? "null" : "rw");
        var connection = view.putObject("connection_info");
        if (attachedAt != null) {
            connection
                    .put("device_path", files.volume(attachment.volumeId()).toString())
                    .put("volume_id", attachment.volumeId())
                    .putNull("qos_specs")
                    .put("access_mode", "rw")
                    .put("encrypted", false)
                    .put("cacheable", false)
                    .put("driver_volume_type", "local")
                    .put("attachment_id", attachment.id());
        }
        return view;
    }

    ObjectNode full(Message message, Request request) {
        var view = Json.object()
                .put("id", message.id())
                .put("event_id", message.eventId())
                .put("user_message", message.userMessage())
                .put("message_level", "ERROR")
                .put("created_at", time(message.createdAt()))
                .put("guaranteed_until", time(message.createdAt().plus(30, ChronoUnit.DAYS)))
                .put("request_id", message.requestId());
        links(view, request, "/messages/" + message.id());
        return view.put("resource_type", message.resourceType()).put("resource_uuid", message.resourceId());
    }

    /// A time as most answers show it.
    String second(Instant time) {
        return TIME.format(kept(time));
    }

    /// A time as the database keeps it: without fractions of a second.
    static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(kept(time));
    }

    /// With what Cinder itself says there.
    private static ObjectNode metadata(Volume volume) {
        var metadata = Json.object(volume.metadata());
        var readOnly = volume.flags().readOnly();
        if (readOnly != null) {
            metadata.put("readonly", readOnly ? "True" : "False");
        }
        return metadata;
    }

    private void addLater(ObjectNode view, Volume volume, Request request) {
        var version = request.version();
        if (version.from(13)) {
            view.put("group_id", store.groupOf.get(volume.id()));
        }
        if (version.from(48)) {
            view.put("shared_targets", false).put("service_uuid", serviceId);
        }
        if (version.from(63)) {
            view.put("volume_type_id", volume.type().id());
        }
        if (version.from(65)) {
            view.put("consumes_quota", true);
        }
    }

    private ObjectNode inVolume(Attachment attachment) {
        return Json.object()
                .put("id", attachment.volumeId())
                .put("attachment_id", attachment.id())
                .put("volume_id", attachment.volumeId())
                .put("server_id", attachment.serverId())
                .putNull("host_name")
                .put("device", attachment.device())
                .put("attached_at", time(attachment.attachedAt()));
    }

    private void links(ObjectNode view, Request request, String path) {
        var links = view.putArray("links");
        var project = request.parts().containsKey(Cinder.PROJECT) ? "/" + projectId : "";
        links.addObject().put("rel", "self").put("href", request.base() + "/v3" + project + path);
        links.addObject().put("rel", "bookmark").put("href", request.base() + project + path);
    }
}
