package org.moorage.cinder;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.openstack.blockstorage.BlockVolume;

/// A volume as a listing of one cloud has it.
///
/// @param id      its id
/// @param shown   the volume as Cinder shows it; empty for one that is not this cluster's, of which no more is asked
///                than where it is attached
/// @param servers the servers it is attached to
record ListedVolume(String id, Optional<BlockVolume> shown, Set<String> servers) {
    /// Copies the servers.
    ListedVolume {
        servers = Set.copyOf(servers);
    }

    /// A volume that Cinder shows.
    static ListedVolume of(BlockVolume volume) {
        var servers = volume.attachments().stream()
                .map(BlockVolume.ServerAttachment::server)
                .collect(Collectors.toSet());
        return new ListedVolume(volume.id(), Optional.of(volume), servers);
    }
}
