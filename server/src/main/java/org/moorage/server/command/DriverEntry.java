package org.moorage.server.command;

import java.util.List;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Settings;

/// One driver of a file that names several.
///
/// @param name     by which the operator, the log and the metrics know it in this process
/// @param place    where it stands: file and line
/// @param provider the backend that it opens
/// @param given    all its options, defaults filled in
/// @param settings what the server's own options among them say
/// @param warnings a line for each option that was given and does nothing
record DriverEntry(
        String name,
        String place,
        BackendProvider provider,
        Settings given,
        ServeSettings settings,
        List<String> warnings) {
    DriverEntry {
        warnings = List.copyOf(warnings);
    }

    /// How a problem with this driver begins.
    String where() {
        return place + " (driver " + name + "): ";
    }
}
