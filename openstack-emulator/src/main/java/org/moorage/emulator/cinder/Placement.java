package org.moorage.emulator.cinder;

import java.util.List;
import java.util.Optional;

/// Where the scheduler put a volume.
///
/// @param backend the backend; empty when none would do
/// @param hints   what was asked of the scheduler
public record Placement(Optional<String> backend, Hints hints) {
    /// The backends of every zone, in the order in which they are filled.
    static final List<String> BACKENDS = List.of("emulator@one#pool", "emulator@two#pool");
}
