package org.moorage.emulator.cinder;

import java.util.HashMap;
import java.util.Map;
import org.moorage.emulator.http.Rejection;

/// How much a project may have, by Cinder's names: `volumes`, `gigabytes` (of volumes and snapshots together),
/// `snapshots`, `per_volume_gigabytes`, and `volumes_TYPE` and `gigabytes_TYPE` for a type. -1 is without
/// limit, and so is what is not named. Used under the timeline's lock only.
public final class Quota {
    static final int BACKUPS = 100;
    static final int BACKUP_GIGABYTES = 1000;

    private final Map<String, Integer> limits;

    public Quota(Map<String, Integer> limits) {
        this.limits = new HashMap<>(limits);
    }

    void set(String name, int limit) {
        limits.put(name, limit);
    }

    int limit(String name) {
        return limits.getOrDefault(name, -1);
    }

    /// Whether a volume may be made.
    ///
    /// @throws Rejection 413 in Cinder's words, naming what is exceeded
    void checkVolume(Store store, VolumeType type, int size) {
        checkSize(size);
        checkGigabytes("gigabytes", store.usedGigabytes(), size);
        checkType(store, type, size);
        checkCount("volumes", store.volumes.size());
    }

    /// Whether a volume of that size may become of that type.
    void checkType(Store store, VolumeType type, int size) {
        checkGigabytes("gigabytes_" + type.name(), store.usedGigabytes(type), size);
        checkCount("volumes_" + type.name(), store.volumesOf(type).size());
    }

    /// Whether a volume may grow.
    void checkGrowth(Store store, Volume volume, int size) {
        checkSize(size);
        checkGigabytes("gigabytes", store.usedGigabytes(), size - volume.size());
        checkGigabytes("gigabytes_" + volume.type().name(), store.usedGigabytes(volume.type()), size - volume.size());
    }

    void checkSnapshot(Store store, int size) {
        checkGigabytes("gigabytes", store.usedGigabytes(), size);
        var most = limit("snapshots");
        if (most >= 0 && store.snapshots.size() + 1 > most) {
            throw over("SnapshotLimitExceeded: Maximum number of snapshots allowed (" + most + ") exceeded");
        }
    }

    static void checkBackup(int used, int usedGigabytes, int size) {
        if (usedGigabytes + size > BACKUP_GIGABYTES) {
            throw over(("VolumeBackupSizeExceedsAvailableQuota: Requested backup exceeds allowed Backup gigabytes"
                            + " quota. Requested %dG, quota is %dG and %dG has been consumed.")
                    .formatted(size, BACKUP_GIGABYTES, usedGigabytes));
        }
        if (used + 1 > BACKUPS) {
            throw over("BackupLimitExceeded: Maximum number of backups allowed (" + BACKUPS + ") exceeded");
        }
    }

    private void checkSize(int size) {
        var most = limit("per_volume_gigabytes");
        if (most >= 0 && size > most) {
            throw over("VolumeSizeExceedsLimit: Requested volume size %dG is larger than maximum allowed limit %dG."
                    .formatted(size, most));
        }
    }

    private void checkCount(String name, int used) {
        var most = limit(name);
        if (most >= 0 && used + 1 > most) {
            throw over("VolumeLimitExceeded: Maximum number of volumes allowed (" + most + ") exceeded for quota '"
                    + name + "'.");
        }
    }

    private void checkGigabytes(String name, int used, int more) {
        var most = limit(name);
        if (most >= 0 && (long) used + more > most) {
            throw over(("VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed %s quota."
                            + " Requested %dG, quota is %dG and %dG has been consumed.")
                    .formatted(name, more, most, used));
        }
    }

    private static Rejection over(String message) {
        return new Rejection(413, message).with("Retry-After", "0");
    }
}
