package org.moorage.openstack.sharedfilesystem;

import java.util.Map;

/// Access to a share that Manila is asked to grant.
///
/// @param type     what `to` is: `ip`, `cephx`
/// @param to       to whom access is granted
/// @param level    `rw` or `ro`
/// @param metadata its metadata; a Manila before 2.45 keeps none, and is told none
public record NewAccessRule(String type, String to, String level, Map<String, String> metadata) {
    /// Copies the metadata.
    public NewAccessRule {
        metadata = Map.copyOf(metadata);
    }
}
