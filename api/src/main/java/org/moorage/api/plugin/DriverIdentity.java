package org.moorage.api.plugin;

import java.util.regex.Pattern;
import org.moorage.api.failure.Failure;

/// The name and version under which a driver shows itself (CSI 1.13, GetPluginInfoResponse).
///
/// @param name          domain notation, at most 63 characters, letters, digits, `-` and `.`, a letter or digit
///     at both ends
/// @param vendorVersion free text, not blank
/// @param topologyAware whether volumes of this driver are not reachable from every node alike
///                      (`VOLUME_ACCESSIBILITY_CONSTRAINTS`)
public record DriverIdentity(String name, String vendorVersion, boolean topologyAware) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([-.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?");

    /// @throws Failure.Invalid if CSI does not allow the name, or the version is blank
    public DriverIdentity {
        if (!NAME.matcher(name).matches()) {
            throw new Failure.Invalid("'" + name + "' is no driver name: use domain notation, at most 63 characters");
        }
        if (vendorVersion.isBlank()) {
            throw new Failure.Invalid("the vendor version of driver " + name + " is blank");
        }
    }
}
