package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;

/// A generic group of volumes as Cinder shows it (3.25).
///
/// @param id          its UUID
/// @param name        its name, which need not be unique
/// @param description its description
/// @param status      its status, as Cinder spells it: `creating`, `available`, `updating`, `deleting`, `error`
/// @param volumes     the volumes in it; in listings none are told
/// @param createdAt   when Cinder accepted it
public record BlockGroup(
        String id, String name, String description, String status, List<String> volumes, Instant createdAt) {
    /// Copies the list.
    public BlockGroup {
        volumes = List.copyOf(volumes);
    }
}
