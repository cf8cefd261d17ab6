package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.List;

/// A generic group of volumes as Cinder knows it now.
record Group(
        String id,
        Volume.Text text,
        GroupType type,
        List<VolumeType> types,
        String zone,
        Status status,
        Instant createdAt) {
    Group {
        types = List.copyOf(types);
    }

    Group with(Status newStatus) {
        return new Group(id, text, type, types, zone, newStatus, createdAt);
    }

    Group with(Volume.Text newText) {
        return new Group(id, newText, type, types, zone, status, createdAt);
    }
}
