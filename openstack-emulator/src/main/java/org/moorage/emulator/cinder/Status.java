package org.moorage.emulator.cinder;

import java.util.Locale;

/// The states of volumes and snapshots.
public enum Status {
    CREATING,
    AVAILABLE,
    RESERVED,
    ATTACHING,
    IN_USE,
    DETACHING,
    RETYPING,
    EXTENDING,
    DELETING,
    ERROR,
    ERROR_DELETING,
    ERROR_EXTENDING,
    ERROR_RESTORING,
    MAINTENANCE;

    /// As Cinder spells it: one with a hyphen, all others with underscores.
    public String text() {
        return this == IN_USE ? "in-use" : name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text();
    }
}
