package org.moorage.openstack.metadata;

import java.io.IOException;

/// The drive labelled `config-2` that Nova gives an instance (Nova, "Config drives").
@FunctionalInterface
public interface ConfigDrive {
    /// The file of the metadata on the drive.
    String PATH = "openstack/latest/meta_data.json";

    /// Reads {@link #PATH}.
    ///
    /// @throws IOException if there is no such drive, or it cannot be read; the message says why
    byte[] read() throws IOException;
}
