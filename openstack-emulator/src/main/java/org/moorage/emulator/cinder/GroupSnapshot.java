package org.moorage.emulator.cinder;

import java.time.Instant;

/// A snapshot of a group as Cinder knows it now. Its members are snapshots like others.
record GroupSnapshot(String id, String groupId, GroupType type, Volume.Text text, Status status, Instant createdAt) {
    GroupSnapshot with(Status newStatus) {
        return new GroupSnapshot(id, groupId, type, text, newStatus, createdAt);
    }
}
