package org.moorage.emulator.cinder;

import java.util.Locale;

/// The states of volumes, snapshots, backups and groups.
public enum Status {
    CREATING,
    AVAILABLE,
    RESERVED,
    ATTACHING,
    IN_USE,
    DETACHING,
    RETYPING,
    EXTENDING,
    BACKING_UP,
    RESTORING,
    UPDATING,
    DELETING,
    ERROR,
    ERROR_DELETING,
    ERROR_EXTENDING,
    ERROR_RESTORING,
    MAINTENANCE;

    /// As Cinder spells it: two with a hyphen, all others with underscores.
    public String text() {
        var text = name().toLowerCase(Locale.ROOT);
        return this == IN_USE || this == BACKING_UP ? text.replace('_', '-') : text;
    }

    @Override
    public String toString() {
        return text();
    }
}
