package org.moorage.manila;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;

/// The access rules by which nodes use a share. Each bears a mark for every node that uses it; the
/// last mark takes the rule along. A rule without marks is the class's or an operator's: it serves as
/// well, and is never touched.
///
/// A mark is set on a rule that is there already, and then the rule is looked at once more, since
/// another process may have revoked it meanwhile; and a rule is looked at once more before it is
/// revoked, since another process may have set a mark.
///
/// @param access the rules of the share
record NodeGrants(AccessGrants access) {
    private static final int TRIES = 3;

    /// Opens the share to a node and returns when its server heeds that.
    ///
    /// @param several whether several nodes may use the share at a time
    /// @throws Failure.Precondition another node uses it, which is named, and only one may
    void open(NodeId node, List<Grant> grants, boolean several) {
        if (!access.cloud().rules().metadataKept(access.deadline())) {
            throw new Failure.Precondition(access.what() + ": --" + ManilaOptions.ATTACH_REQUIRED
                    + " needs version 2.45 of Manila's API, which this cloud is too old for");
        }
        var rules = access.list();
        if (!several) {
            refuseOther(node, rules);
        }
        var granted = new ArrayList<AccessRule>();
        grants.forEach(grant -> granted.add(open(node, grant, rules)));
        access.awaitInForce(granted);
    }

    private void refuseOther(NodeId node, List<AccessRule> rules) {
        rules.stream()
                .flatMap(rule -> NodeMarks.of(rule).stream())
                .filter(other -> !other.equals(node.value()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Precondition(access.what() + ": node " + other
                            + " uses it, and its access mode allows one node at a time");
                });
    }

    private AccessRule open(NodeId node, Grant grant, List<AccessRule> known) {
        var rules = known;
        for (var tries = 0; tries < TRIES; tries++) {
            var there = AccessGrants.find(grant, rules);
            var unmarked = there.filter(rule -> NodeMarks.of(rule).isEmpty());
            if (unmarked.filter(rule -> rule.state() == RuleState.Known.ERROR).isPresent()) {
                throw new Failure.Precondition(
                        access.what() + ": access rule " + unmarked.get().id() + " for " + grant.to()
                                + ", which no attachment made, is in error: revoke it");
            }
            if (unmarked.isPresent()) {
                return unmarked.get();
            }
            // Who reads only is not to take the right to write from who has it.
            var writable =
                    there.filter(rule -> rule.level().equals(Grant.READ_WRITE)).isPresent();
            var wanted = writable ? new Grant(grant.type(), grant.to(), Grant.READ_WRITE) : grant;
            // A rule that takes the place of another bears the marks of those who use it by that one.
            var marks = new HashMap<>(NodeMarks.mark(node));
            there.stream()
                    .flatMap(one -> NodeMarks.of(one).stream())
                    .forEach(other -> marks.putAll(NodeMarks.mark(new NodeId(other))));
            var rule = access.grant(wanted, rules, marks);
            if (NodeMarks.of(rule).contains(node.value()) || NodeMarks.of(rule).isEmpty()) {
                return rule;
            }
            mark(rule, node);
            rules = access.list();
            var still = rules.stream()
                    .filter(one -> one.id().equals(rule.id()))
                    .filter(one -> NodeMarks.of(one).contains(node.value()))
                    .findFirst();
            if (still.isPresent()) {
                return still.get();
            }
        }
        throw new Failure.Aborted(
                access.what() + ": another process keeps revoking the access of " + grant.to() + " to it");
    }

    private void mark(AccessRule rule, NodeId node) {
        switch (Answers.ask(
                access.what(),
                () -> access.cloud().rules().putMetadata(rule.id(), NodeMarks.mark(node), access.deadline()))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    /// Closes the share to a node, or to all nodes, and returns when its server heeds that. A share
    /// that is gone is closed.
    void close(Optional<NodeId> node) {
        var unused = new HashSet<String>();
        for (var rule : access.list()) {
            var marks = NodeMarks.of(rule);
            var leaving = marks.stream()
                    .filter(mark -> node.stream().allMatch(one -> one.value().equals(mark)))
                    .toList();
            if (leaving.isEmpty()) {
                continue;
            }
            if (leaving.size() == marks.size()) {
                // The marks go with the rule: were they taken away first, a repeat would not know whose it was.
                unused.add(rule.id());
            } else {
                leaving.forEach(mark -> unmark(rule, mark));
            }
        }
        if (unused.isEmpty()) {
            return;
        }
        access.revoke(access.list().stream()
                .filter(rule -> unused.contains(rule.id()))
                .filter(rule -> node.isEmpty()
                        || NodeMarks.of(rule).equals(Set.of(node.get().value())))
                .toList());
    }

    private void unmark(AccessRule rule, String node) {
        var key = NodeMarks.key(node);
        var _ = Answers.ask(
                        access.what(), () -> access.cloud().rules().removeMetadata(rule.id(), key, access.deadline()))
                .orThrow();
    }
}
