package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who may use a share, and how.
///
/// @param type  `ip`, `cephx`, `user` or `cert`
/// @param level `rw` or `ro`
/// @param key   a cephx user's key, there once the rule is active
/// @param keyedAt when the key came, which is the one change that Manila takes note of
record AccessRule(
        String id,
        String shareId,
        String type,
        String to,
        String level,
        RuleState state,
        @Nullable String key,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant keyedAt) {

    AccessRule {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    AccessRule with(RuleState newState) {
        return new AccessRule(id, shareId, type, to, level, newState, key, metadata, createdAt, keyedAt);
    }

    AccessRule withKey(String newKey, Instant now) {
        return new AccessRule(id, shareId, type, to, level, state, newKey, metadata, createdAt, now);
    }

    AccessRule with(Map<String, String> newMetadata) {
        return new AccessRule(id, shareId, type, to, level, state, key, newMetadata, createdAt, keyedAt);
    }

    @Override
    public String toString() {
        return "AccessRule[" + id + " " + type + " " + to + " " + state + "]";
    }
}
