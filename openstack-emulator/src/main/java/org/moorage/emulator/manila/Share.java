package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A share as Manila knows it now.
///
/// @param size      in GiB
/// @param protocol  in upper case, such as `NFS`
/// @param zone      empty until the scheduler has chosen one
/// @param rules     the state of all access rules together
/// @param scheduled whether the scheduler found a backend
/// @param binnedAt  when it was put into the recycle bin, if it is there
record Share(
        String id,
        Text text,
        int size,
        String protocol,
        Status status,
        @Nullable String zone,
        ShareType type,
        @Nullable String networkId,
        Origin origin,
        Map<String, String> metadata,
        RuleState rules,
        boolean scheduled,
        @Nullable Instant binnedAt,
        Instant createdAt) {

    /// The name and the description.
    record Text(@Nullable String name, @Nullable String description) {}

    /// What the share was made from and in.
    ///
    /// @param memberId the member of a share group snapshot that it holds
    record Origin(
            @Nullable String snapshotId,
            @Nullable String groupId,
            @Nullable String memberId) {}

    Share {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    Share with(Status newStatus) {
        return new Share(
                id, text, size, protocol, newStatus, zone, type, networkId, origin, metadata, rules, scheduled,
                binnedAt, createdAt);
    }

    Share with(int newSize) {
        return new Share(
                id, text, newSize, protocol, status, zone, type, networkId, origin, metadata, rules, scheduled,
                binnedAt, createdAt);
    }

    Share with(Text newText) {
        return new Share(
                id, newText, size, protocol, status, zone, type, networkId, origin, metadata, rules, scheduled,
                binnedAt, createdAt);
    }

    Share with(Map<String, String> newMetadata) {
        return new Share(
                id,
                text,
                size,
                protocol,
                status,
                zone,
                type,
                networkId,
                origin,
                newMetadata,
                rules,
                scheduled,
                binnedAt,
                createdAt);
    }

    Share with(RuleState newRules) {
        return new Share(
                id, text, size, protocol, status, zone, type, networkId, origin, metadata, newRules, scheduled,
                binnedAt, createdAt);
    }

    Share placed(String newZone) {
        return new Share(
                id, text, size, protocol, status, newZone, type, networkId, origin, metadata, rules, true, binnedAt,
                createdAt);
    }

    Share binned(@Nullable Instant at) {
        return new Share(
                id, text, size, protocol, status, zone, type, networkId, origin, metadata, rules, scheduled, at,
                createdAt);
    }
}
