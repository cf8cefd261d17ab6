package org.moorage.emulator.manila;

import java.util.Locale;

/// The states of an access rule, and of all rules of a share together (`active`, `syncing`, `error`).
enum RuleState {
    QUEUED_TO_APPLY,
    APPLYING,
    ACTIVE,
    QUEUED_TO_DENY,
    DENYING,
    SYNCING,
    ERROR;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
