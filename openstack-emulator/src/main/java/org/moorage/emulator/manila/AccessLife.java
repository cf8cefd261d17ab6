package org.moorage.emulator.manila;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How access rules come and go. What is asked for while a share's rules are being applied waits for the next round,
/// as in Manila. Every method is called under the timeline's lock.
final class AccessLife {
    private static final Set<RuleState> UNDER_WAY = Set.of(RuleState.APPLYING, RuleState.DENYING);

    private final Store store;
    private final Timeline timeline;
    /// The shares whose rules are being applied now.
    private final Set<String> syncing = new HashSet<>();
    private final Random keys = new Random();

    AccessLife(Store store, Timeline timeline) {
        this.store = store;
        this.timeline = timeline;
    }

    /// A new rule in state queued_to_apply.
    ///
    /// @throws Rejection 400, the share has a rule of that type and for that client, whatever its level
    AccessRule allow(Share share, String type, String to, String level, Map<String, String> metadata) {
        if (store.rulesOf(share.id()).stream()
                .anyMatch(rule -> rule.type().equals(type) && rule.to().equals(to))) {
            throw Rejection.badRequest("Share access " + type + ":" + to + " exists.");
        }
        if (!share.status().takesRules() || !share.scheduled()) {
            throw Rejection.badRequest("New access rules cannot be applied while the share or any of its replicas or"
                    + " migration copies lacks a valid host or is in an invalid state.");
        }
        var rule = new AccessRule(
                Store.newId(),
                share.id(),
                type,
                to,
                level,
                RuleState.QUEUED_TO_APPLY,
                null,
                metadata,
                timeline.now(),
                null);
        store.rules.put(rule.id(), rule);
        markSyncing(share.id());
        sync(share.id());
        return rule;
    }

    void deny(Share share, String ruleId) {
        var rule = store.rules.get(ruleId);
        if (rule == null) {
            throw Rejection.notFound("Resource could not be found.");
        }
        if (!rule.shareId().equals(share.id())) {
            throw Rejection.notFound("Resource could not be found.");
        }
        if (!share.status().takesRules() || !share.scheduled()) {
            throw Rejection.badRequest("Access rules cannot be denied while the share, any of its replicas or migration"
                    + " copies lacks a valid host or is in an invalid state.");
        }
        markSyncing(share.id());
        store.changeRule(ruleId, old -> old.with(RuleState.QUEUED_TO_DENY));
        sync(share.id());
    }

    private void markSyncing(String shareId) {
        store.change(shareId, share -> share.rules() == RuleState.ACTIVE ? share.with(RuleState.SYNCING) : share);
    }

    private void sync(String shareId) {
        if (syncing.add(shareId)) {
            timeline.halfway(() -> begin(shareId));
        }
    }

    private void begin(String shareId) {
        var queued = store.rulesOf(shareId).stream()
                .filter(rule -> rule.state() == RuleState.QUEUED_TO_APPLY || rule.state() == RuleState.QUEUED_TO_DENY)
                .toList();
        if (queued.isEmpty()) {
            syncing.remove(shareId);
            settle(shareId);
            return;
        }
        queued.forEach(rule -> store.changeRule(
                rule.id(),
                old -> old.with(old.state() == RuleState.QUEUED_TO_APPLY ? RuleState.APPLYING : RuleState.DENYING)));
        timeline.later(
                Operation.UPDATE_ACCESS,
                () -> {},
                () -> {
                    if (underWay(shareId).stream().allMatch(rule -> fits(shareId, rule))) {
                        succeed(shareId);
                    } else {
                        fail(shareId);
                    }
                },
                () -> fail(shareId));
    }

    private List<AccessRule> underWay(String shareId) {
        return store.rulesOf(shareId).stream()
                .filter(rule -> UNDER_WAY.contains(rule.state()))
                .toList();
    }

    private void succeed(String shareId) {
        for (var rule : underWay(shareId)) {
            if (rule.state() == RuleState.DENYING) {
                store.rules.remove(rule.id());
            } else {
                store.changeRule(rule.id(), old -> withKey(old).with(RuleState.ACTIVE));
            }
        }
        begin(shareId);
    }

    private void fail(String shareId) {
        underWay(shareId).forEach(rule -> store.changeRule(rule.id(), old -> old.with(RuleState.ERROR)));
        store.change(shareId, share -> share.with(RuleState.ERROR));
        begin(shareId);
    }

    /// Says how the share's rules are when none waits any more.
    private void settle(String shareId) {
        var broken = store.rulesOf(shareId).stream().anyMatch(rule -> rule.state() == RuleState.ERROR);
        store.change(shareId, share -> share.with(broken ? RuleState.ERROR : RuleState.ACTIVE));
    }

    /// NFS servers know addresses and Ceph knows its users; a rule of another kind fails when it is applied.
    private boolean fits(String shareId, AccessRule rule) {
        var share = store.shares.get(shareId);
        return share == null
                || rule.state() == RuleState.DENYING
                || rule.type().equals(share.protocol().equals("CEPHFS") ? "cephx" : "ip");
    }

    private AccessRule withKey(AccessRule rule) {
        if (!rule.type().equals("cephx") || rule.key() != null) {
            return rule;
        }
        var bytes = new byte[28];
        keys.nextBytes(bytes);
        return rule.withKey(Base64.getEncoder().encodeToString(bytes), timeline.now());
    }
}
