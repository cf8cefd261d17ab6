package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls on volumes, their metadata and their actions.
final class VolumeCalls {
    private static final Set<String> FILTERS = Set.of(
            "name",
            "status",
            "metadata",
            "bootable",
            "migration_status",
            "availability_zone",
            "group_id",
            "size",
            "created_at",
            "updated_at",
            "consumes_quota");
    /// Volumes in use may grow from here on.
    private static final int EXTEND_IN_USE = 42;
    private static final int FORCE_DELETE = 23;
    private static final int COUNT = 45;

    private final Store store;
    private final VolumeLife volumes;
    private final AttachmentLife attachments;
    private final Retype retype;
    private final Policies policies;
    private final Views views;
    private final int maxPage;

    VolumeCalls(Store store, BlockStorage storage, Policies policies, Views views, int maxPage) {
        this.store = store;
        this.volumes = storage.volumes;
        this.attachments = storage.attachments;
        this.retype = storage.retype;
        this.policies = policies;
        this.views = views;
        this.maxPage = maxPage;
    }

    void addTo(Router router) {
        router.on("POST", "/volumes", this::create)
                .on("GET", "/volumes", request -> list(request, false))
                .on("GET", "/volumes/detail", request -> list(request, true))
                .on("GET", "/volumes/{id}", this::show)
                .on("PUT", "/volumes/{id}", this::update)
                .on("DELETE", "/volumes/{id}", this::delete)
                .on("POST", "/volumes/{id}/action", this::act);
    }

    private Answer create(Request request) {
        var body = Body.of(request.json(), "volume");
        var hints = Hints.of(request.json());
        var metadata = body.metadata("metadata");
        var spec = new VolumeSpec(
                new Volume.Text(body.text("name"), body.text("description")),
                body.size("size"),
                body.string("volume_type"),
                body.string("availability_zone"),
                body.uuid("snapshot_id"),
                body.uuid("source_volid"),
                body.uuid("backup_id"),
                metadata,
                hints);
        if (spec.size().isEmpty()
                && spec.snapshotId().isEmpty()
                && spec.sourceId().isEmpty()
                && spec.backupId().isEmpty()) {
            throw Rejection.badRequest(Rejection.MALFORMED);
        }
        return one(202, views.created(volumes.create(spec), request));
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request, FILTERS).volumes();
        var sorted = store.volumes.values().stream()
                .filter(filter)
                .sorted(Order.volumes(request))
                .toList();
        var page = Page.cut(sorted, request, maxPage, "Volume", Volume::id, Cinder.address(request));
        var body = Json.object();
        var list = body.putArray("volumes");
        page.items().forEach(volume -> list.add(detail ? views.full(volume, request) : views.summary(volume, request)));
        if (page.next().isPresent()) {
            body.set("volumes_links", page.links());
        }
        if (request.version().from(COUNT)
                && "true".equalsIgnoreCase(request.query().get("with_count"))) {
            body.put("count", sorted.size());
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(200, views.full(store.requireVolume(request.part("id")), request));
    }

    private Answer update(Request request) {
        var volume = store.requireVolume(request.part("id"));
        var body = Body.of(request.json(), "volume");
        var text = new Volume.Text(
                body.node().has("name") ? body.text("name") : volume.text().name(),
                body.node().has("description")
                        ? body.text("description")
                        : volume.text().description());
        store.change(volume.id(), old -> old.with(text, volumes.now()));
        if (body.node().has("metadata")) {
            store.change(volume.id(), old -> old.with(body.metadata("metadata"), volumes.now()));
        }
        return one(200, views.detail(store.requireVolume(volume.id()), request));
    }

    private Answer delete(Request request) {
        var volume = store.requireVolume(request.part("id"));
        if (request.version().from(FORCE_DELETE) && flag(request.query(), "force")) {
            throw new Rejection(403, "Policy doesn't allow volume:force_delete to be performed.");
        }
        volumes.delete(volume.id(), flag(request.query(), "cascade"));
        return Cinder.accepted();
    }

    private Answer act(Request request) {
        var body = request.json();
        var action =
                body.properties().stream().map(Map.Entry::getKey).findFirst().orElse("");
        switch (action) {
            case "os-extend" -> {
                var size = Body.of(body, action).size("new_size");
                store.requireVolume(request.part("id"));
                volumes.extend(
                        request.part("id"),
                        size.orElseThrow(() -> Rejection.badRequest(Rejection.MALFORMED)),
                        request.version().from(EXTEND_IN_USE));
            }
            case "os-begin_detaching" ->
                attachments.beginDetaching(
                        store.requireVolume(request.part("id")).id());
            case "os-roll_detaching" ->
                attachments.rollDetaching(
                        store.requireVolume(request.part("id")).id());
            case "os-retype" -> {
                policies.require(Policies.RETYPE);
                var asked = Body.of(body, action);
                var type = asked.required("new_type", action);
                var mayMove = asked.choice("migration_policy", List.of("on-demand", "never"))
                        .filter("on-demand"::equals)
                        .isPresent();
                retype.begin(request.part("id"), type, mayMove);
            }
            case "os-update_readonly_flag" -> {
                policies.require(Policies.READ_ONLY);
                volumes.readOnly(request.part("id"), Body.of(body, action).requiredFlag("readonly", action));
            }
            case "os-set_bootable" -> {
                var on = Body.of(body, action).requiredFlag("bootable", action);
                volumes.bootable(store.requireVolume(request.part("id")).id(), on);
                return Answer.empty(200);
            }
            case "os-reset_status" ->
                throw new Rejection(
                        403,
                        "Policy doesn't allow volume_extension:volume_admin_actions:reset_status to be performed.");
            case "os-force_delete" ->
                throw new Rejection(
                        403,
                        "Policy doesn't allow volume_extension:volume_admin_actions:force_delete to be performed.");
            default ->
                throw Rejection.badRequest("There is no such action: " + action
                        + ". Verify the request body and Content-Type header and try again.");
        }
        return Answer.empty(202);
    }

    private static boolean flag(Map<String, String> query, String name) {
        return List.of("true", "1", "yes", "on", "t", "y")
                .contains(query.getOrDefault(name, "").toLowerCase(Locale.ROOT));
    }

    private static Answer one(int status, JsonNode volume) {
        var body = Json.object();
        body.set("volume", volume);
        return Answer.json(status, body);
    }
}
