package org.moorage.manila;

import java.util.List;
import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.openstack.sharedfilesystem.AccessRule;

/// The access rules by which nodes use a share: each node is a {@link Holder} of the rules for its
/// addresses. A rule that the class's list or an operator made serves as well, at the level that it
/// has, and stays when the last node goes.
///
/// @param access the rules of the share
record NodeGrants(AccessGrants access) {
    /// Opens the share to a node and returns when its server heeds that.
    ///
    /// @param several whether several nodes may use the share at a time
    /// @throws Failure.Precondition another node uses it, which is named, and only one may
    void open(NodeId node, List<Grant> grants, boolean several) {
        if (!access.cloud().rules().metadataKept(access.deadline())) {
            throw new Failure.Precondition(access.what() + ": --" + ManilaOptions.ATTACH_REQUIRED
                    + " needs version 2.45 of Manila's API, which this cloud is too old for");
        }
        var rules = access.all();
        if (!several) {
            other(node, rules).ifPresent(other -> {
                throw new Failure.Precondition(
                        access.what() + ": node " + other + " uses it, and its access mode allows one node at a time");
            });
        }
        var holder = Holder.node(node);
        var held = new HeldRules(access, true);
        var granted =
                grants.stream().map(grant -> held.hold(holder, grant, rules)).toList();
        held.awaitInForce(holder, granted);
        if (!several) {
            giveWay(node);
        }
    }

    /// Another node that comes at the same time sees this one, or this one sees it: both may, and then
    /// neither has the share until one comes again.
    private void giveWay(NodeId node) {
        other(node, access.all()).ifPresent(other -> {
            close(Optional.of(node));
            throw new Failure.Aborted(access.what() + ": node " + other
                    + " came at the same time, and its access mode allows one node at a time");
        });
    }

    private static Optional<String> other(NodeId node, List<AccessRule> rules) {
        return rules.stream()
                .filter(rule -> !rule.state().leaving())
                .flatMap(rule -> Holder.nodes(rule).stream())
                .filter(other -> !other.equals(node.value()))
                .findFirst();
    }

    /// Closes the share to a node, or to all nodes, and returns when its server heeds that. A share
    /// that is gone is closed.
    void close(Optional<NodeId> node) {
        var held = new HeldRules(access, true);
        held.release(
                node.map(Holder::node).map(HeldRules.Leaving::of).orElse(HeldRules.Leaving.ALL_NODES), access.all());
    }
}
