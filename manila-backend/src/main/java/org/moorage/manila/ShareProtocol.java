package org.moorage.manila;

import java.util.Locale;
import org.moorage.api.plugin.Refusal;

/// What a share speaks; a driver serves one of them.
enum ShareProtocol {
    NFS,
    CEPHFS;

    /// Reads the option that chooses it, in any case of letters.
    ///
    /// @throws Refusal there is no such protocol
    static ShareProtocol selected(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "NFS" -> NFS;
            case "CEPHFS" -> CEPHFS;
            case "" ->
                throw new Refusal("--" + ManilaOptions.PROTOCOL + " is missing: say what the shares of this driver"
                        + " speak, NFS or CEPHFS");
            default -> throw new Refusal("--" + ManilaOptions.PROTOCOL + "=" + text + ": write NFS or CEPHFS");
        };
    }
}
