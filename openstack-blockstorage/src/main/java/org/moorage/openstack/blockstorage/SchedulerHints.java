package org.moorage.openstack.blockstorage;

import java.util.List;

/// Which volumes' backends a new volume shall share or avoid (`OS-SCH-HNT:scheduler_hints`). Cinder heeds them where
/// its operator switched SameBackendFilter and DifferentBackendFilter on, and refuses an id that stands there twice.
///
/// @param sameHost      ids of volumes, one of whose backends is to be the new one's
/// @param differentHost ids of volumes whose backends are to be avoided
public record SchedulerHints(List<String> sameHost, List<String> differentHost) {
    /// Anywhere.
    public static final SchedulerHints NONE = new SchedulerHints(List.of(), List.of());

    /// Copies the lists.
    public SchedulerHints {
        sameHost = List.copyOf(sameHost);
        differentHost = List.copyOf(differentHost);
    }
}
