package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.policy.Policies;

/// Access rules and export locations as Manila's answers show them, each field from the microversion that brought it.
record AccessViews(Store store, Policies policies) {
    /// Whether the caller counts as an administrator.
    boolean isAdmin() {
        return policies.allows(Policies.ADMIN);
    }

    /// A rule as lists show it.
    ObjectNode inList(AccessRule rule, Request request) {
        var view = Json.object()
                .put("id", rule.id())
                .put("access_level", rule.level())
                .put("access_to", rule.to())
                .put("access_type", rule.type())
                .put("state", state(rule, request));
        if (request.version().from(21)) {
            view.put("access_key", rule.key());
        }
        if (request.version().from(33)) {
            var keyedAt = rule.keyedAt();
            view.put("created_at", Views.time(rule.createdAt()))
                    .put("updated_at", keyedAt == null ? null : Views.time(keyedAt));
        }
        if (request.version().from(45)) {
            view.set("metadata", Json.object(rule.metadata()));
        }
        return view;
    }

    ObjectNode full(AccessRule rule, Request request) {
        return inList(rule, request).put("share_id", rule.shareId());
    }

    /// Before 2.28 a rule had no state of its own.
    private String state(AccessRule rule, Request request) {
        var share = store.shares.get(rule.shareId());
        if (request.version().from(28) || share == null) {
            return rule.state().text();
        }
        return share.rules() == RuleState.SYNCING ? "new" : share.rules().text();
    }

    ObjectNode summary(ExportLocation export, Request request) {
        var view = Json.object().put("id", export.id()).put("path", export.path());
        if (request.version().from(14)) {
            view.put("preferred", export.preferred());
        }
        if (isAdmin()) {
            view.put("share_instance_id", export.id()).put("is_admin_only", export.adminOnly());
        }
        return view;
    }

    ObjectNode full(ExportLocation export, Request request) {
        var at = Views.time(export.createdAt());
        return summary(export, request).put("created_at", at).put("updated_at", at);
    }
}
