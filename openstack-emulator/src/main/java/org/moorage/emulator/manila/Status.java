package org.moorage.emulator.manila;

import java.util.Locale;
import java.util.Set;

/// The states of shares, snapshots and share groups, as Manila spells them in lower case.
enum Status {
    CREATING,
    CREATING_FROM_SNAPSHOT,
    AVAILABLE,
    INACTIVE,
    EXTENDING,
    EXTENDING_ERROR,
    SHRINKING,
    SHRINKING_ERROR,
    SHRINKING_POSSIBLE_DATA_LOSS_ERROR,
    REVERTING,
    REVERTING_ERROR,
    RESTORING,
    DELETING,
    ERROR,
    ERROR_DELETING,
    /// What bears the status is gone and the rest is going: answers show none.
    VANISHING;

    private static final Set<Status> NO_RULES =
            Set.of(CREATING, CREATING_FROM_SNAPSHOT, EXTENDING, SHRINKING, REVERTING, DELETING, VANISHING, ERROR);

    /// The state that Manila spells so.
    ///
    /// @throws IllegalArgumentException there is none
    static Status of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the access rules of a share in this state may be changed.
    boolean takesRules() {
        return !NO_RULES.contains(this);
    }

    @Override
    public String toString() {
        return text();
    }
}
