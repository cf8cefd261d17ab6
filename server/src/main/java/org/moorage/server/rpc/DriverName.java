package org.moorage.server.rpc;

import java.util.Optional;

/// By which the log tells a driver from the others in its process.
///
/// @param text empty where the process has only one
public record DriverName(Optional<String> text) {
    /// A driver that is alone in its process.
    public static final DriverName ALONE = new DriverName(Optional.empty());

    /// A driver among others.
    public static DriverName of(String text) {
        return new DriverName(Optional.of(text));
    }
}
