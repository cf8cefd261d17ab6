package org.moorage.emulator;

import java.util.List;
import java.util.Optional;

/// Where the scheduler put a volume, and what it was told.
///
/// @param backend       the backend, which ordinary users of a cloud do not see; empty when none would do
/// @param sameHost      the volumes whose backend it was to share
/// @param differentHost the volumes whose backends it was to avoid
public record VolumePlacement(Optional<String> backend, List<String> sameHost, List<String> differentHost) {}
