package org.moorage.manila;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;

/// The access rules of one share as they serve nodes and the class's list of clients. Manila has one
/// rule for an address, so several may be served by one: nodes behind one address, or a node that the
/// list names. Whoever leaves takes its mark away, and the last one the rule.
///
/// Two processes may do that at one time. Who comes marks the rule and then looks at it once more; who
/// goes, being the last, marks the rule as leaving and then looks once more: so at least one of them
/// sees the other. Who comes and sees the rule leaving does not use it; who goes and sees that somebody
/// came does not revoke it. Who goes and is not the last looks once more, too, since the others may
/// have gone at the same time.
///
/// @param access  the rules
/// @param guarded whether nodes come and go, so that going has to be told: with `--attach-required`
record HeldRules(AccessGrants access, boolean guarded) {
    private static final int LOOKS = 6;

    /// Who leaves.
    ///
    /// @param is   whether it is among them
    /// @param mark how a rule says that it leaves for them
    record Leaving(Predicate<Holder> is, String mark) {
        static final Leaving LIST = new Leaving(Holder.clientList()::equals, Holder.ClientList.LEAVES);
        static final Leaving ALL_NODES = new Leaving(Holder.Node.class::isInstance, ManilaNames.NODE_MARK);

        static Leaving of(Holder holder) {
            return switch (holder) {
                case Holder.Node node -> new Leaving(node::equals, node.key());
                case Holder.ClientList _ -> LIST;
            };
        }

        /// Whether it serves one of them, or nobody any more.
        boolean concerns(AccessRule rule) {
            var holders = Holder.of(rule);
            return holders.isEmpty() || holders.stream().anyMatch(is);
        }

        /// Whether it serves nobody else.
        boolean last(AccessRule rule) {
            return Holder.of(rule).stream().allMatch(is);
        }

        /// Whether it serves none of them.
        boolean done(AccessRule rule) {
            return Holder.of(rule).stream().noneMatch(is);
        }
    }

    /// Sees to it that there is a rule which serves this one. It need not be in force yet.
    ///
    /// @param known the rules that the share has
    /// @throws Failure.Precondition the rule that is there serves others otherwise
    AccessRule hold(Holder holder, Grant wanted, List<AccessRule> known) {
        var rules = known;
        for (var looks = 0; looks < LOOKS; looks++) {
            var there = AccessGrants.find(wanted, rules);
            if (there.isPresent()) {
                var held = hold(holder, wanted, there.get());
                if (held.isPresent()) {
                    return held.get();
                }
            } else {
                access.awaitGone(rules.stream()
                        .filter(rule -> wanted.isFor(rule.type(), rule.to()))
                        .toList());
                var made = access.request(wanted, Holder.marks(Set.of(holder)));
                if (made.filter(holder::holds).isPresent()) {
                    return made.get();
                }
            }
            rules = access.all();
        }
        throw new Failure.Aborted(access.what() + ": other processes keep changing the access of " + wanted.to());
    }

    /// The rule, if it serves the holder as it stands; else what is missing has been asked for.
    private Optional<AccessRule> hold(Holder holder, Grant wanted, AccessRule rule) {
        if (rule.metadata().containsKey(ManilaNames.LEAVING_MARK)) {
            finish(holder, rule);
            return Optional.empty();
        }
        if (holder instanceof Holder.Node && Holder.clientList().holds(rule)) {
            refuseError(wanted, rule);
        } else if (!suits(holder, wanted, rule)) {
            return Optional.of(replace(holder, wanted, rule));
        }
        if (holder.holds(rule)) {
            return Optional.of(rule);
        }
        switch (holder) {
            case Holder.Node node -> access.mark(rule, Map.of(node.key(), "in-use"));
            case Holder.ClientList _ -> access.unmark(rule, ManilaNames.ATTACHED_MARK);
        }
        return Optional.empty();
    }

    /// What another began to revoke is gone on with, unless somebody has come in between.
    private void finish(Holder holder, AccessRule rule) {
        var others = new HashSet<>(Holder.of(rule));
        others.removeAll(Holder.leaving(rule));
        others.remove(holder);
        if (!others.isEmpty()) {
            throw new Failure.Aborted(
                    access.what() + ": another process is about to revoke the access of " + rule.to());
        }
        access.revoke(List.of(rule));
    }

    private void refuseError(Grant wanted, AccessRule rule) {
        if (rule.state() == RuleState.Known.ERROR) {
            throw new Failure.Precondition(access.what() + ": access rule " + rule.id() + " for " + wanted.to()
                    + ", which no attachment made, is in error: revoke it");
        }
    }

    /// Whether the rule is what is wanted. Who reads only does not take the right to write from who has
    /// it.
    private static boolean suits(Holder holder, Grant wanted, AccessRule rule) {
        return rule.state() != RuleState.Known.ERROR
                && (rule.level().equals(wanted.level())
                        || (holder instanceof Holder.Node && rule.level().equals(Grant.READ_WRITE)));
    }

    /// A rule that takes the place of another serves all whom that one served.
    private AccessRule replace(Holder holder, Grant wanted, AccessRule rule) {
        var writable = rule.level().equals(Grant.READ_WRITE);
        var nodes = Holder.nodes(rule);
        if (holder instanceof Holder.ClientList
                && writable
                && !wanted.level().equals(rule.level())
                && !nodes.isEmpty()) {
            throw new Failure.Precondition(access.what() + ": " + wanted.to() + " shall read only, and node "
                    + String.join(", ", nodes) + " uses the share by that address for writing: detach it first");
        }
        var holders = new HashSet<>(Holder.of(rule));
        holders.add(holder);
        var level = holder instanceof Holder.Node && writable ? rule.level() : wanted.level();
        access.revoke(List.of(rule));
        return access.request(new Grant(wanted.type(), wanted.to(), level), Holder.marks(holders))
                .filter(holder::holds)
                .orElseThrow(() ->
                        new Failure.Aborted(access.what() + ": another process changes the access of " + wanted.to()));
    }

    /// Ends the use that these make of the rules, and returns when the share's server heeds that. Rules
    /// that serve nobody else are revoked.
    ///
    /// @param rules those of the share that are looked at
    void release(Leaving leaving, List<AccessRule> rules) {
        var ids = rules.stream().map(AccessRule::id).collect(Collectors.toSet());
        var now = rules;
        while (releaseOnce(leaving, now)) {
            now = only(ids, access.awaitReleased(ids, leaving));
        }
    }

    private static List<AccessRule> only(Set<String> ids, List<AccessRule> rules) {
        return rules.stream().filter(rule -> ids.contains(rule.id())).toList();
    }

    /// Returns whether the rules have to be looked at once more.
    private boolean releaseOnce(Leaving leaving, List<AccessRule> rules) {
        var used = rules.stream().filter(leaving::concerns).toList();
        var going = used.stream().filter(rule -> rule.state().leaving()).toList();
        var staying = used.stream().filter(rule -> !rule.state().leaving()).toList();
        var last = staying.stream().filter(leaving::last).toList();
        var revocable = guarded && !last.isEmpty() ? announced(leaving, last) : last;
        var shared = new HashSet<>(staying);
        last.forEach(shared::remove);
        access.revoke(revocable.stream().filter(leaving::last).toList());
        revocable.stream().filter(rule -> !leaving.last(rule)).forEach(shared::add);
        shared.forEach(rule -> unmark(leaving, rule));
        access.awaitGone(going);
        return !shared.isEmpty();
    }

    /// The rules as they are after all have been told that they are leaving. Their other marks go with
    /// them: were these taken away first, a repeat would not know whose they were.
    private List<AccessRule> announced(Leaving leaving, List<AccessRule> last) {
        last.forEach(rule -> access.mark(rule, Map.of(ManilaNames.LEAVING_MARK, leaving.mark())));
        return only(last.stream().map(AccessRule::id).collect(Collectors.toSet()), access.all()).stream()
                .filter(rule -> !rule.state().leaving())
                .toList();
    }

    private void unmark(Leaving leaving, AccessRule rule) {
        if (rule.metadata().containsKey(ManilaNames.LEAVING_MARK)) {
            access.unmark(rule, ManilaNames.LEAVING_MARK);
        }
        for (var holder : Holder.of(rule)) {
            if (leaving.is().test(holder)) {
                switch (holder) {
                    case Holder.Node node -> access.unmark(rule, node.key());
                    case Holder.ClientList _ -> access.mark(rule, Map.of(ManilaNames.ATTACHED_MARK, "true"));
                }
            }
        }
    }

    /// Waits until the share's server heeds these rules. One that it refuses is given up, so that a
    /// repeat asks anew.
    ///
    /// @throws Failure.Broken the server refused one
    void awaitInForce(Holder holder, List<AccessRule> held) {
        var failed = access.awaitInForce(held);
        if (failed.isEmpty()) {
            return;
        }
        var cause = Causes.of(access.cloud(), access.share(), access.deadline()).text();
        release(Leaving.of(holder), failed);
        throw new Failure.Broken(access.what() + ": the share's server refused access for "
                + failed.stream().map(AccessRule::to).collect(Collectors.joining(", ")) + cause
                + "; these rules have been given up");
    }
}
