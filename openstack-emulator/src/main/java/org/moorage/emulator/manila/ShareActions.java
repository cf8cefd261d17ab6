package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The actions on shares. Before 2.7 their names begin with `os-`.
final class ShareActions {
    private static final String OLD = "os-";
    private static final int RENAMED = 7;
    private static final int REVERT = 27;
    private static final int NO_LIST = 45;
    private static final int BIN = 69;
    private static final Set<String> RENAMED_ACTIONS =
            Set.of("reset_status", "force_delete", "allow_access", "deny_access", "access_list", "extend", "shrink");
    private static final Set<String> NEW_ACTIONS = Set.of("soft_delete", "restore", "revert");

    private final Store store;
    private final SharedFileSystem.Lives lives;
    private final AccessViews views;
    private final Policies policies;

    ShareActions(Store store, SharedFileSystem.Lives lives, AccessViews views, Policies policies) {
        this.store = store;
        this.lives = lives;
        this.views = views;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("POST", "/shares/{id}/action", this::act);
    }

    private Answer act(Request request) {
        var body = request.json();
        var names = body.fieldNames();
        if (!names.hasNext()) {
            throw Rejection.badRequest("Malformed request body");
        }
        var asked = names.next();
        var name = asked.startsWith(OLD) ? asked.substring(OLD.length()) : asked;
        var known = asked.startsWith(OLD)
                ? RENAMED_ACTIONS.contains(name)
                : RENAMED_ACTIONS.contains(name) || NEW_ACTIONS.contains(name);
        if (!known) {
            throw Rejection.badRequest("There is no such action: " + asked);
        }
        checkVersion(request, name, asked.startsWith(OLD));
        var id = request.part("id");
        var data = body.path(asked);
        return switch (name) {
            case "extend" -> extend(id, data);
            case "shrink" -> shrink(id, data);
            case "allow_access" -> allow(request, id, data);
            case "deny_access" -> deny(id, data);
            case "access_list" -> rules(request, id);
            case "reset_status" -> reset(id, data);
            case "force_delete" -> forceDelete(id);
            case "soft_delete" -> bin(id);
            case "restore" -> restore(id);
            default -> revert(id, data);
        };
    }

    private static void checkVersion(Request request, String name, boolean old) {
        var version = request.version();
        var there = switch (name) {
            case "soft_delete", "restore" -> version.from(BIN);
            case "revert" -> version.from(REVERT);
            case "access_list" -> old != version.from(RENAMED) && !version.from(NO_LIST);
            default -> old != version.from(RENAMED);
        };
        if (!there) {
            throw Rejection.noSuchResource();
        }
    }

    private Answer extend(String id, JsonNode data) {
        var share = Store.require(store.shares, id, "Resource could not be found.");
        var size = newSize(data);
        refuseBinned(share, "Cannot extend share '");
        lives.shares().extend(share, size);
        return Manila.accepted();
    }

    private Answer shrink(String id, JsonNode data) {
        var share = Store.require(store.shares, id, "Resource could not be found.");
        var size = newSize(data);
        refuseBinned(share, "Cannot shrink share '");
        lives.shares().shrink(share, size);
        return Manila.accepted();
    }

    private static int newSize(JsonNode data) {
        var size = data.path("new_size");
        if (!size.asText().matches("-?[0-9]{1,9}")) {
            throw Rejection.badRequest("New share size must be specified as an integer.");
        }
        return size.asInt();
    }

    private Answer allow(Request request, String id, JsonNode data) {
        var share = store.requireShare(id);
        refuseBinned(share, "Cannot allow access for share '");
        if (!request.version().from(28) && share.rules() == RuleState.ERROR) {
            throw Rejection.badRequest("Access rules cannot be added while the share or any of its replicas or"
                    + " migration copies has its access_rules_status set to error. Deny any rules in error state and"
                    + " try again.");
        }
        var body = new Body(data);
        var type = body.required("access_type");
        var to = body.required("access_to");
        AccessChecks.check(type, to, request.version());
        var level = Optional.of(data.path("access_level"))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .map(Json::str)
                .orElse("rw");
        if (!level.equals("rw") && !level.equals("ro")) {
            throw Rejection.badRequest("Invalid access rule: Invalid share access level: " + level + ".");
        }
        var metadata = request.version().from(NO_LIST) ? body.metadata("metadata") : Map.<String, String>of();
        var rule = lives.access().allow(share, type, to, level, metadata);
        var answer = Json.object();
        answer.set("access", views.full(rule, request));
        return Answer.json(200, answer);
    }

    private Answer deny(String id, JsonNode data) {
        var share = store.requireShare(id);
        refuseBinned(share, "Cannot deny access for share '");
        lives.access().deny(share, new Body(data).required("access_id"));
        return Manila.accepted();
    }

    private Answer rules(Request request, String id) {
        store.requireShare(id);
        return AccessCalls.list(store, views, id, request);
    }

    private Answer reset(String id, JsonNode data) {
        Manila.require(policies, Policies.RESET_SHARE);
        var share = Store.require(store.shares, id, "ShareNotFound: Share " + id + " could not be found.");
        lives.shares().become(share.id(), SnapshotCalls.status(data));
        return Manila.accepted();
    }

    private Answer forceDelete(String id) {
        Manila.require(policies, Policies.FORCE_DELETE_SHARE);
        lives.shares().delete(Store.requirePage(store.shares, id), true);
        return Manila.accepted();
    }

    private Answer bin(String id) {
        lives.shares().bin(Store.requirePage(store.shares, id));
        return Manila.accepted();
    }

    private Answer restore(String id) {
        var share = Store.require(store.shares, id, "No share exists with ID " + id + ".");
        if (share.binnedAt() == null) {
            return Answer.html(200, "");
        }
        store.change(id, old -> old.binned(null));
        return Manila.accepted();
    }

    private Answer revert(String id, JsonNode data) {
        var snapshotId = new Body(data)
                .nonEmpty("snapshot_id")
                .orElseThrow(() -> Rejection.badRequest("Required parameter snapshot_id not found."));
        var share = Store.require(store.shares, id, "NotFound: Resource could not be found.");
        var snapshot = store.snapshots.get(snapshotId);
        if (snapshot == null) {
            throw Rejection.badRequest("Snapshot " + snapshotId + " could not be found.");
        }
        refuseBinned(share, "Share '");
        if (!share.type().is(ShareType.REVERT)) {
            throw Rejection.badRequest("Share " + id + " may not be reverted to snapshot " + snapshotId
                    + ", because the share does not have that capability.");
        }
        if (!snapshot.shareId().equals(id)) {
            throw Rejection.badRequest("Snapshot " + snapshotId + " is not associated with share " + id + ".");
        }
        checkRevert(share, snapshot);
        lives.shares().revert(share, snapshot);
        return Manila.accepted();
    }

    private void checkRevert(Share share, Snapshot snapshot) {
        if (share.status() != Status.AVAILABLE) {
            throw new Rejection(
                    409,
                    "Share " + share.id() + " is in '" + share.status()
                            + "' state, but it must be in 'available' state to be reverted to a snapshot.");
        }
        if (snapshot.status() != Status.AVAILABLE) {
            throw new Rejection(
                    409,
                    "Snapshot " + snapshot.id() + " is in '" + snapshot.status()
                            + "' state, but it must be in 'available' state to be restored.");
        }
        var latest = store.snapshotsOf(share.id()).getFirst();
        if (!latest.id().equals(snapshot.id())) {
            throw new Rejection(
                    409,
                    "Snapshot " + snapshot.id() + " may not be restored because it is not the most recent snapshot of"
                            + " share " + share.id() + ". Currently the latest snapshot is " + latest.id() + ".");
        }
        if (share.rules() != RuleState.ACTIVE) {
            throw new Rejection(
                    409,
                    "Snapshot " + snapshot.id() + " belongs to a share " + share.id()
                            + " which has access rules that are not active.");
        }
    }

    private static void refuseBinned(Share share, String what) {
        if (share.binnedAt() != null) {
            throw new Rejection(403, what + share.id() + "' since it has been soft deleted.");
        }
    }
}
