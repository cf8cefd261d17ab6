package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    /// The rules of a share, those left out that are on their way out.
    List<AccessRule> list() {
        return Answers.find(what, () -> cloud.rules().list(share, deadline)).orElse(List.of()).stream()
                .filter(rule -> !rule.state().leaving())
                .toList();
    }

    /// Sees to it that these rules are there, granting at one time what is missing. They need not be
    /// in force yet.
    ///
    /// @param wanted   the rules
    /// @param existing those that the share has
    /// @return the rules, in the order of the grants
    List<AccessRule> grant(List<Grant> wanted, List<AccessRule> existing) {
        if (wanted.size() == 1) {
            return List.of(grant(wanted.getFirst(), existing, Map.of()));
        }
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = wanted.stream()
                    .map(grant -> workers.submit((Callable<AccessRule>) () -> grant(grant, existing, Map.of())))
                    .toList();
            return asked.stream().map(this::join).toList();
        }
    }

    private AccessRule join(Future<AccessRule> asked) {
        try {
            return asked.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished(what + ": the caller went away while access was granted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(what + ": access could not be granted", e.getCause());
        }
    }

    /// Sees to it that this rule is there.
    ///
    /// @param metadata what a new rule bears
    AccessRule grant(Grant wanted, List<AccessRule> existing, Map<String, String> metadata) {
        var there = find(wanted, existing);
        if (there.filter(rule -> isSuch(rule, wanted)).isPresent()) {
            return there.get();
        }
        there.ifPresent(rule -> revoke(List.of(rule)));
        var rule = new NewAccessRule(wanted.type(), wanted.to(), wanted.level(), metadata);
        return switch (Answers.insist(
                what, () -> cloud.rules().grant(share, rule, deadline), () -> find(wanted, list()))) {
            case Asked.Granted<AccessRule> granted -> granted.answer();
            case Asked.Refused<AccessRule> refused
            when refused.status() == 400 || refused.status() == 409 -> granted(wanted, refused);
            case Asked.Refused<AccessRule> refused -> throw refused.failure();
        };
    }

    /// The rule that another call granted meanwhile, if that is why Manila refused.
    private AccessRule granted(Grant wanted, Asked.Refused<AccessRule> refused) {
        var rules = Answers.read(what, () -> cloud.rules().list(share, deadline));
        var there = find(wanted, rules);
        if (there.isEmpty()) {
            throw refused.failure();
        }
        if (there.get().state().leaving() || !isSuch(there.get(), wanted)) {
            throw new Failure.Aborted(what + ": the access rule for " + wanted.to() + " is being changed by another"
                    + " call (" + refused.words() + ")");
        }
        return there.get();
    }

    /// The rule for whom the grant is for, whatever its level.
    static Optional<AccessRule> find(Grant wanted, List<AccessRule> rules) {
        return rules.stream()
                .filter(rule -> wanted.isFor(rule.type(), rule.to()))
                .findFirst();
    }

    private static boolean isSuch(AccessRule rule, Grant wanted) {
        return rule.level().equals(wanted.level()) && rule.state() != RuleState.Known.ERROR;
    }

    /// Revokes these rules and returns when they are gone.
    void revoke(List<AccessRule> rules) {
        if (rules.isEmpty()) {
            return;
        }
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

    /// Waits until the share's server heeds all rules of the share, and until those of the grants
    /// have the key that they are of no use without.
    ///
    /// @throws Failure.Broken the server refused one; the rules that failed are revoked, so that a
    ///                        repeat grants them anew
    void awaitInForce(List<AccessRule> granted) {
        var ids = granted.stream().map(AccessRule::id).collect(Collectors.toSet());
        if (granted.stream().anyMatch(rule -> rule.type().equals(AccessRule.CEPHX))) {
            awaitEach(ids);
            return;
        }
        if (granted.stream().allMatch(rule -> rule.state() == RuleState.Known.ACTIVE)) {
            return;
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
        if (state.get().rulesFailed()) {
            // The one that failed may be somebody else's.
            awaitEach(ids);
        }
    }

    private void awaitEach(Set<String> ids) {
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
        var failed = state.get().rules().stream()
                .filter(rule -> ids.contains(rule.id()) && isFailed(rule))
                .toList();
        if (!failed.isEmpty()) {
            throw refused(failed);
        }
    }

    private static boolean isPending(AccessRule rule) {
        var keyless = rule.type().equals(AccessRule.CEPHX) && rule.key().isEmpty();
        return !isFailed(rule) && (rule.state() != RuleState.Known.ACTIVE || keyless);
    }

    private static boolean isFailed(AccessRule rule) {
        return rule.state() == RuleState.Known.ERROR;
    }

    private Failure refused(List<AccessRule> failed) {
        var cause = Causes.of(cloud, share, deadline).text();
        revoke(failed);
        return new Failure.Broken(what + ": the share's server refused access for "
                + failed.stream().map(AccessRule::to).collect(Collectors.joining(", ")) + cause
                + "; these rules have been revoked");
    }
}
