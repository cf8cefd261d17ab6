package org.moorage.cinder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.openstack.blockstorage.Attachments;
import org.moorage.openstack.blockstorage.BlockAttachment;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.Volumes;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Reads what a listing of one cloud holds: every volume that bears this cluster's mark, and every volume that is
/// attached to any server, whoever made it. A volume that is missing is therefore detached, which is what callers take
/// it for; the other volumes of a shared project, be they thousands, are never read.
///
/// @param volumes     Cinder's volumes
/// @param attachments Cinder's own record of attachments
/// @param cluster     the cluster's id
record VolumeListing(Volumes volumes, Attachments attachments, String cluster) {
    private static final int PAGE = 1000;

    /// How often a listing is begun again that lost its way among what comes and goes.
    private static final int TRIES = 5;

    private static final String ATTACHED = "attached";

    /// The volumes, by id.
    ///
    /// @throws OpenStackError Cinder does not tell all
    List<ListedVolume> read(Deadline deadline) {
        var found = new LinkedHashMap<String, ListedVolume>();
        for (var volume : whole(this::marked, deadline)) {
            found.put(volume.id(), ListedVolume.of(volume));
        }
        elsewhere(whole(this::attached, deadline), found.keySet())
                .forEach((id, servers) -> found.put(id, new ListedVolume(id, Optional.empty(), servers)));
        return found.values().stream()
                .sorted(Comparator.comparing(ListedVolume::id))
                .toList();
    }

    private static Map<String, Set<String>> elsewhere(List<BlockAttachment> attachments, Set<String> listed) {
        var servers = new LinkedHashMap<String, Set<String>>();
        attachments.stream()
                .filter(attachment -> attachment.status().equals(ATTACHED) && !listed.contains(attachment.volume()))
                .forEach(attachment -> attachment
                        .server()
                        .ifPresent(server -> servers.computeIfAbsent(attachment.volume(), _ -> new HashSet<>())
                                .add(server)));
        return servers;
    }

    private interface Source<T> {
        Listing<T> read(Optional<String> marker, Deadline deadline);
    }

    private Listing<BlockVolume> marked(Optional<String> marker, Deadline deadline) {
        var ours = Selection.everything().marked(Map.of(CinderNames.CLUSTER, cluster));
        return volumes.list(ours.page(marker, PAGE), deadline);
    }

    private Listing<BlockAttachment> attached(Optional<String> marker, Deadline deadline) {
        return attachments.page(marker, deadline);
    }

    /// All pages. One that Cinder cannot find any more, since what marks its begin has gone meanwhile, makes the
    /// listing begin again: it is whole or fails.
    private static <T> List<T> whole(Source<T> source, Deadline deadline) {
        for (var tries = 1; ; tries++) {
            var entries = new ArrayList<T>();
            var marker = Optional.<String>empty();
            try {
                do {
                    var page = source.read(marker, deadline);
                    entries.addAll(page.entries());
                    marker = page.next();
                } while (marker.isPresent());
                return entries;
            } catch (OpenStackError error) {
                if (entries.isEmpty() || !error.notFound() || tries == TRIES) {
                    throw error;
                }
            }
        }
    }
}
