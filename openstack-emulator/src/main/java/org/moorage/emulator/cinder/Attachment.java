package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A volume's tie to a server, as Cinder keeps it.
///
/// @param device where the server shows it; null until it is attached
/// @param attachedAt null until it is attached
record Attachment(
        String id,
        String volumeId,
        @Nullable String serverId,
        State state,
        @Nullable String device,
        Instant createdAt,
        @Nullable Instant attachedAt) {

    /// How far it has come, in that order.
    enum State {
        RESERVED,
        ATTACHING,
        ATTACHED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether the volume shows it: reserved ones are hidden.
    boolean shown() {
        return state == State.ATTACHED;
    }

    Attachment with(State newState) {
        return new Attachment(id, volumeId, serverId, newState, device, createdAt, attachedAt);
    }

    Attachment attached(String where, Instant now) {
        return new Attachment(id, volumeId, serverId, State.ATTACHED, where, createdAt, now);
    }
}
