package org.moorage.emulator.manila;

import java.util.HashMap;
import java.util.Map;
import org.moorage.emulator.http.Rejection;

/// How much a project may have, by Manila's names, such as `shares` and `gigabytes`. -1 is without limit, and so is
/// what is not named. Used under the timeline's lock only.
public final class Quota {
    private static final String SHARE_SIZE =
            "Requested share exceeds allowed project/user or share type gigabytes quota.";

    private final Map<String, Integer> limits;

    public Quota(Map<String, Integer> limits) {
        this.limits = new HashMap<>(Map.of(
                "share_networks", 10,
                "share_groups", 50,
                "share_group_snapshots", 50,
                "share_replicas", 100,
                "replica_gigabytes", 1000));
        this.limits.putAll(limits);
    }

    void set(String name, int limit) {
        limits.put(name, limit);
    }

    int limit(String name) {
        return limits.getOrDefault(name, -1);
    }

    /// Whether a share may be made.
    ///
    /// @throws Rejection 413 in Manila's words, naming what is exceeded
    void checkShare(Store store, int size) {
        checkSize(size);
        if (exceeds("gigabytes", store.usedGigabytes(), size)) {
            throw over("ShareSizeExceedsAvailableQuota: " + SHARE_SIZE);
        }
        if (exceeds("shares", store.shares.size(), 1)) {
            throw over("ShareLimitExceeded: Maximum number of shares allowed (" + limit("shares")
                    + ") either per project/user or share type quota is exceeded.");
        }
    }

    /// Whether a share may grow by so much; Manila answers 403 here, where it answers 413 to a new share.
    void checkGrowth(Store store, int newSize, int more) {
        checkSize(newSize);
        if (exceeds("gigabytes", store.usedGigabytes(), more)) {
            throw new Rejection(403, SHARE_SIZE);
        }
    }

    void checkSnapshot(Store store, int size) {
        if (exceeds("snapshot_gigabytes", store.usedSnapshotGigabytes(), size)) {
            throw over("SnapshotSizeExceedsAvailableQuota: Requested snapshot exceeds allowed project/user or share"
                    + " type gigabytes quota.");
        }
        if (exceeds("snapshots", store.snapshots.size(), 1)) {
            throw over("SnapshotLimitExceeded: Maximum number of snapshots allowed (" + limit("snapshots")
                    + ") either per project/user or share type quota is exceeded.");
        }
    }

    void checkGroup(Store store) {
        if (exceeds("share_groups", store.groups.size(), 1)) {
            throw over("ShareGroupsLimitExceeded: Maximum number of allowed share-groups is exceeded.");
        }
    }

    void checkGroupSnapshot(Store store) {
        if (exceeds("share_group_snapshots", store.groupSnapshots.size(), 1)) {
            throw over(
                    "ShareGroupSnapshotsLimitExceeded: Maximum number of allowed share-group-snapshots is exceeded.");
        }
    }

    private void checkSize(int size) {
        if (exceeds("per_share_gigabytes", 0, size)) {
            throw over("ShareSizeExceedsLimit: Requested share size " + size + " is larger than maximum allowed limit "
                    + limit("per_share_gigabytes") + ".");
        }
    }

    private boolean exceeds(String name, int used, int more) {
        var most = limit(name);
        return most >= 0 && (long) used + more > most;
    }

    private static Rejection over(String message) {
        return new Rejection(413, message).with("Retry-After", "0");
    }
}
