package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.List;

/// Snapshots of all shares of a group, of one moment.
record GroupSnapshot(
        String id, Share.Text text, String groupId, Status status, List<Member> members, Instant createdAt) {
    /// What one share held.
    ///
    /// @param size in GiB
    record Member(String id, String shareId, int size, String protocol, ShareType type) {}

    GroupSnapshot {
        members = List.copyOf(members);
    }

    GroupSnapshot with(Status newStatus) {
        return new GroupSnapshot(id, text, groupId, newStatus, members, createdAt);
    }

    GroupSnapshot with(Share.Text newText) {
        return new GroupSnapshot(id, newText, groupId, status, members, createdAt);
    }
}
