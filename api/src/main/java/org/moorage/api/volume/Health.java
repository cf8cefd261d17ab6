package org.moorage.api.volume;

import java.util.List;
import java.util.stream.Collectors;

/// How a volume is, as far as it can be told without touching its data. One model for both ways in which CSI asks:
/// the condition of 1.12 (VolumeCondition) and the health of 1.13 (VolumeHealth).
///
/// @param ailments what is wrong; empty when nothing is known to be
public record Health(List<Ailment> ailments) {
    /// Nothing is known to be wrong.
    public static final Health GOOD = new Health(List.of());

    /// Copies the list.
    public Health {
        ailments = List.copyOf(ailments);
    }

    /// A volume with one ailment.
    public static Health of(Severity severity, String reason, String message) {
        return new Health(List.of(new Ailment(severity, reason, message)));
    }

    /// Whether nothing is known to be wrong.
    public boolean good() {
        return ailments.isEmpty();
    }

    /// Whether the volume cannot be read at present.
    public boolean inaccessible() {
        return ailments.stream().anyMatch(ailment -> ailment.severity() == Severity.INACCESSIBLE);
    }

    /// All that is wrong, for people; never empty.
    public String message() {
        return good() ? "in order" : ailments.stream().map(Ailment::message).collect(Collectors.joining("; "));
    }

    /// Something that is wrong with a volume.
    ///
    /// @param severity how bad it is
    /// @param reason   what it is, in one word in CamelCase, for programs
    /// @param message  what it is and what to do, for people
    public record Ailment(Severity severity, String reason, String message) {}

    /// How bad an ailment is (CSI 1.13, VolumeHealthErrorType).
    public enum Severity {
        /// The volume can be used, and not in all ways, or not for long.
        DEGRADED,
        /// The volume cannot be read or written at present.
        INACCESSIBLE,
        /// What was written to the volume is lost.
        DATA_LOSS
    }
}
