package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A share group as Manila knows it now.
///
/// @param types    the ids of the share types that its shares may be of
/// @param sourceId the group snapshot that it was made from
/// @param zone     empty until the scheduler has chosen one
record ShareGroup(
        String id,
        Share.Text text,
        Status status,
        String groupTypeId,
        List<String> types,
        @Nullable String sourceId,
        @Nullable String networkId,
        @Nullable String zone,
        boolean scheduled,
        Instant createdAt) {
    ShareGroup {
        types = List.copyOf(types);
    }

    ShareGroup with(Status newStatus) {
        return new ShareGroup(id, text, newStatus, groupTypeId, types, sourceId, networkId, zone, scheduled, createdAt);
    }

    ShareGroup with(Share.Text newText) {
        return new ShareGroup(id, newText, status, groupTypeId, types, sourceId, networkId, zone, scheduled, createdAt);
    }

    ShareGroup placed(String newZone) {
        return new ShareGroup(id, text, status, groupTypeId, types, sourceId, networkId, newZone, true, createdAt);
    }
}
