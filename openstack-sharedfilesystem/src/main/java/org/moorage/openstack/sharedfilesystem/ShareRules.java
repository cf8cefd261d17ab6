package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Optional;

/// The access rules of a share at one moment.
///
/// @param share the share's id
/// @param rules its rules, those on their way out among them
public record ShareRules(String share, List<AccessRule> rules) {
    /// Copies the list.
    public ShareRules {
        rules = List.copyOf(rules);
    }

    /// The rule of that id, if there is one.
    public Optional<AccessRule> find(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
