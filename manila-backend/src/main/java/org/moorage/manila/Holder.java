package org.moorage.manila;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.node.NodeId;
import org.moorage.openstack.sharedfilesystem.AccessRule;

/// One of those whom an access rule serves, as the rule's metadata tells: a node that uses the share,
/// or the class's list of clients. A rule that no attachment made is the list's, or an operator's, and
/// bears nothing.
sealed interface Holder {
    /// A node.
    ///
    /// @param id the server's id
    record Node(String id) implements Holder {
        /// The key of its mark.
        String key() {
            return ManilaNames.NODE_MARK + id;
        }
    }

    /// The list of clients, and whoever else made a rule that no attachment made.
    record ClientList() implements Holder {
        /// What says that it leaves.
        static final String LEAVES = "list";
    }

    /// The list of clients.
    static Holder clientList() {
        return new ClientList();
    }

    /// The node.
    static Node node(NodeId node) {
        return new Node(node.value());
    }

    /// All whom the rule serves. Nobody, where the last of several nodes was stopped as it left.
    static Set<Holder> of(AccessRule rule) {
        var holders = rule.metadata().keySet().stream()
                .filter(key -> key.startsWith(ManilaNames.NODE_MARK))
                .map(key -> new Node(key.substring(ManilaNames.NODE_MARK.length())))
                .collect(Collectors.<Holder, Set<Holder>>toCollection(HashSet::new));
        if (!rule.metadata().containsKey(ManilaNames.ATTACHED_MARK)) {
            holders.add(clientList());
        }
        return holders;
    }

    /// The nodes among them, by their ids.
    static Set<String> nodes(AccessRule rule) {
        return of(rule).stream()
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .map(Node::id)
                .collect(Collectors.toSet());
    }

    /// Whether the rule serves it.
    default boolean holds(AccessRule rule) {
        return of(rule).contains(this);
    }

    /// The metadata of a rule that serves these.
    static Map<String, String> marks(Set<Holder> holders) {
        var marks = new HashMap<String, String>();
        for (var holder : holders) {
            if (holder instanceof Node node) {
                marks.put(node.key(), "in-use");
            }
        }
        if (!holders.contains(clientList())) {
            marks.put(ManilaNames.ATTACHED_MARK, "true");
        }
        return Map.copyOf(marks);
    }

    /// For whom the rule is about to be revoked; nobody when it is not.
    static Set<Holder> leaving(AccessRule rule) {
        var who = rule.metadata().get(ManilaNames.LEAVING_MARK);
        if (who == null) {
            return Set.of();
        }
        return of(rule).stream()
                .filter(holder -> switch (holder) {
                    case Node node -> who.equals(node.key()) || who.equals(ManilaNames.NODE_MARK);
                    case ClientList _ -> who.equals(ClientList.LEAVES);
                })
                .collect(Collectors.toSet());
    }
}
