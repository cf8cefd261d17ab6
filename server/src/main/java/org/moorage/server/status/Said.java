package org.moorage.server.status;

import java.util.Optional;
import org.moorage.api.plugin.StatusReport;

/// What a backend said when it was asked how it is.
sealed interface Said {
    /// An answer.
    ///
    /// @param ready  what Probe tells
    /// @param report what it has going on; empty for a backend that does not tell
    record Answer(boolean ready, Optional<StatusReport> report) implements Said {}

    /// None, and why.
    record Nothing(String reason) implements Said {}
}
