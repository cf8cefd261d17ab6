package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.NewAccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareRules;
import org.moorage.openstack.watch.Wait;

/// The access rules of one share, brought to what they shall be, and awaited until its server heeds
/// them.
///
/// Manila has one rule for an address at most, whatever its level, so two who grant the same at one
/// time find one rule; and it changes no rule, so one of another level is revoked and granted anew.
///
/// @param cloud    where the share is
/// @param share    the share's id
/// @param what     what is being done, for messages
/// @param deadline how long it may take
record AccessGrants(ManilaCloud cloud, String share, String what, Deadline deadline) {
    /// The rules of the share, those on their way out among them; none when there is no such share.
    List<AccessRule> all() {
        return Answers.find(what, () -> cloud.rules().list(share, deadline)).orElse(List.of());
    }

    /// Asks for a rule.
    ///
    /// @param metadata what it bears
    /// @return it, or one that is for the same; empty when such a one is on its way out
    Optional<AccessRule> request(Grant wanted, Map<String, String> metadata) {
        var rule = new NewAccessRule(wanted.type(), wanted.to(), wanted.level(), metadata);
        return switch (Answers.insist(
                what, () -> cloud.rules().grant(share, rule, deadline), () -> find(wanted, all()))) {
            case Asked.Granted<AccessRule> granted -> Optional.of(granted.answer());
            case Asked.Refused<AccessRule> refused
            when refused.status() == 400 || refused.status() == 409 -> there(wanted, refused);
            case Asked.Refused<AccessRule> refused -> throw refused.failure();
        };
    }

    /// The rule that another call asked for meanwhile, if that is why Manila refused.
    private Optional<AccessRule> there(Grant wanted, Asked.Refused<AccessRule> refused) {
        var rules = Answers.read(what, () -> cloud.rules().list(share, deadline));
        if (rules.stream().noneMatch(rule -> wanted.isFor(rule.type(), rule.to()))) {
            throw refused.failure();
        }
        return find(wanted, rules);
    }

    /// The rule for whom the grant is for, whatever its level, unless it is on its way out.
    static Optional<AccessRule> find(Grant wanted, List<AccessRule> rules) {
        return rules.stream()
                .filter(rule -> !rule.state().leaving())
                .filter(rule -> wanted.isFor(rule.type(), rule.to()))
                .findFirst();
    }

    /// Adds to the rule's metadata; nothing happens when it is gone.
    void mark(AccessRule rule, Map<String, String> entries) {
        switch (Answers.ask(what, () -> cloud.rules().putMetadata(rule.id(), entries, deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    /// Takes that out of the rule's metadata; nothing happens when it is not there.
    void unmark(AccessRule rule, String key) {
        var _ = Answers.ask(what, () -> cloud.rules().removeMetadata(rule.id(), key, deadline))
                .orThrow();
    }

    /// Revokes these rules and returns when they are gone.
    void revoke(List<AccessRule> rules) {
        for (var rule : rules) {
            switch (Answers.ask(what, () -> cloud.rules().revoke(share, rule.id(), deadline))) {
                case Asked.Granted<Boolean> _ -> {}
                case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
                // The share is in a state in which no rule changes: growing, being reverted, in error.
                case Asked.Refused<Boolean> refused
                when refused.status() == 400 ->
                    throw new Failure.Aborted(
                            what + ": the access of " + rule.to() + " cannot be revoked now: " + refused.words());
                case Asked.Refused<Boolean> refused -> throw refused.failure();
            }
        }
        awaitGone(rules);
    }

    /// Waits until these rules, which are being revoked, are gone.
    void awaitGone(List<AccessRule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        var ids = rules.stream().map(AccessRule::id).collect(Collectors.toSet());
        var wait = new Wait<ShareRules>(
                share,
                "revoke access",
                "access to share " + share + " to be revoked",
                true,
                state -> state.stream()
                        .flatMap(now -> now.rules().stream())
                        .noneMatch(rule -> ids.contains(rule.id()) && rule.state() != RuleState.Known.ERROR));
        var left = Answers.read(what, () -> cloud.rulesWatch().await(wait, deadline)).stream()
                .flatMap(now -> now.rules().stream())
                .filter(rule -> ids.contains(rule.id()))
                .findFirst();
        left.ifPresent(rule -> {
            throw new Failure.Unavailable(
                    what + ": Manila could not revoke the access of " + rule.to() + ", the rule is in error"
                            + Causes.of(cloud, share, deadline).text());
        });
    }

    /// Waits until these rules show that some left them, or are going.
    ///
    /// @return the rules of the share as they are then; none when there is no such share
    List<AccessRule> awaitReleased(Set<String> ids, HeldRules.Leaving leaving) {
        var wait = new Wait<ShareRules>(
                share,
                "release access",
                "the access rules of share " + share + " to show who has left",
                true,
                state -> state.stream()
                        .flatMap(now -> now.rules().stream())
                        .filter(rule -> ids.contains(rule.id()))
                        .allMatch(rule -> rule.state().leaving() || leaving.done(rule)));
        return Answers.read(what, () -> cloud.rulesWatch().await(wait, deadline))
                .map(ShareRules::rules)
                .orElse(List.of());
    }

    /// Waits until the share's server heeds all rules of the share, and until those of the grants
    /// have the key that they are of no use without.
    ///
    /// @return those of the grants that the server refused
    List<AccessRule> awaitInForce(List<AccessRule> granted) {
        var ids = granted.stream().map(AccessRule::id).collect(Collectors.toSet());
        if (granted.stream().anyMatch(rule -> rule.type().equals(AccessRule.CEPHX))) {
            return awaitEach(ids);
        }
        if (granted.stream().allMatch(rule -> rule.state() == RuleState.Known.ACTIVE)) {
            return List.of();
        }
        var wait = new Wait<Share>(
                share,
                "grant access",
                "access to share " + share + " to be in force",
                false,
                state -> state.stream().noneMatch(now -> !now.rulesInForce() && !now.rulesFailed()));
        var state = Answers.read(what, () -> cloud.shareWatch().await(wait, deadline));
        if (state.isEmpty()) {
            throw new Failure.Aborted(what + ": share " + share + " was deleted meanwhile");
        }
        // The one that failed may be somebody else's.
        return state.get().rulesFailed() ? awaitEach(ids) : List.of();
    }

    private List<AccessRule> awaitEach(Set<String> ids) {
        var wait = new Wait<ShareRules>(
                share,
                "grant access",
                "the access rules of share " + share,
                false,
                state -> state.stream()
                        .flatMap(now -> now.rules().stream())
                        .filter(rule -> ids.contains(rule.id()))
                        .noneMatch(AccessGrants::isPending));
        var state = Answers.read(what, () -> cloud.rulesWatch().await(wait, deadline));
        if (state.isEmpty()) {
            throw new Failure.Aborted(what + ": share " + share + " was deleted meanwhile");
        }
        return state.get().rules().stream()
                .filter(rule -> ids.contains(rule.id()) && isFailed(rule))
                .toList();
    }

    private static boolean isPending(AccessRule rule) {
        var keyless = rule.type().equals(AccessRule.CEPHX) && rule.key().isEmpty();
        return !isFailed(rule) && (rule.state() != RuleState.Known.ACTIVE || keyless);
    }

    private static boolean isFailed(AccessRule rule) {
        return rule.state() == RuleState.Known.ERROR;
    }
}
