package org.moorage.emulator.cinder;

import org.moorage.emulator.http.Rejection;

/// How much a project may have. -1 is without limit.
///
/// @param gigabytes of volumes and snapshots together
public record Quota(int volumes, int gigabytes, int snapshots) {
    void checkVolume(int used, int usedGigabytes, int size) {
        checkGigabytes(usedGigabytes, size);
        if (volumes >= 0 && used + 1 > volumes) {
            throw over("VolumeLimitExceeded: Maximum number of volumes allowed (" + volumes
                    + ") exceeded for quota 'volumes'.");
        }
    }

    void checkSnapshot(int used, int usedGigabytes, int size) {
        checkGigabytes(usedGigabytes, size);
        if (snapshots >= 0 && used + 1 > snapshots) {
            throw over("SnapshotLimitExceeded: Maximum number of snapshots allowed (" + snapshots + ") exceeded");
        }
    }

    void checkGigabytes(int used, int more) {
        if (gigabytes >= 0 && (long) used + more > gigabytes) {
            throw over(("VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota."
                            + " Requested %dG, quota is %dG and %dG has been consumed.")
                    .formatted(more, gigabytes, used));
        }
    }

    private static Rejection over(String message) {
        return new Rejection(413, message).with("Retry-After", "0");
    }
}
