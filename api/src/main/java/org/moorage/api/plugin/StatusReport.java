package org.moorage.api.plugin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a backend has going on.
///
/// @param sessions with what stores the volumes
/// @param waits    the changes there that calls wait for, the eldest first
public record StatusReport(List<Session> sessions, List<Wait> waits) {
    /// Copies the lists.
    public StatusReport {
        sessions = List.copyOf(sessions);
        waits = List.copyOf(waits);
    }

    /// A session with what stores the volumes.
    ///
    /// @param name  what it is with, as an operator calls it: `[Global "east"]`
    /// @param state how it stands: `logged in`
    /// @param ends  when what opened it loses its force, if that is known; it may be renewed before
    public record Session(String name, String state, Optional<Instant> ends) {
        /// Refuses nulls.
        public Session {
            requireNonNull(name, "name");
            requireNonNull(state, "state");
            requireNonNull(ends, "ends");
        }
    }

    /// A call that waits for a change.
    ///
    /// @param what     what it waits for: `volume 1234 to become available`
    /// @param since    when the wait began
    /// @param deadline when it ends, come what may
    public record Wait(String what, Instant since, Instant deadline) {
        /// Refuses nulls.
        public Wait {
            requireNonNull(what, "what");
            requireNonNull(since, "since");
            requireNonNull(deadline, "deadline");
        }
    }
}
