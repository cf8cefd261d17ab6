package org.moorage.manila;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.node.NodeId;
import org.moorage.openstack.sharedfilesystem.AccessRule;

/// The nodes that use a share by one of its access rules, as the rule's metadata tells. A rule
/// without a mark is the class's, or an operator's.
final class NodeMarks {
    private static final String IN_USE = "in-use";

    private NodeMarks() {}

    /// The nodes that the rule bears.
    static Set<String> of(AccessRule rule) {
        return rule.metadata().keySet().stream()
                .filter(key -> key.startsWith(ManilaNames.NODE_MARK))
                .map(key -> key.substring(ManilaNames.NODE_MARK.length()))
                .collect(Collectors.toSet());
    }

    /// The key of that node's mark.
    static String key(String node) {
        return ManilaNames.NODE_MARK + node;
    }

    /// The mark of that node.
    static Map<String, String> mark(NodeId node) {
        return Map.of(key(node.value()), IN_USE);
    }
}
