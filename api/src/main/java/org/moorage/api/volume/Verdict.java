package org.moorage.api.volume;

/// Whether a volume can be used in the ways asked for (CSI 1.13, ValidateVolumeCapabilities).
public sealed interface Verdict {
    /// It can, in all of them.
    record Confirmed() implements Verdict {}

    /// It cannot, in at least one of them.
    ///
    /// @param reason which, why, and what to do
    record Refused(String reason) implements Verdict {}
}
