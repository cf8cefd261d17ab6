package org.moorage.api.plugin;

import java.util.List;

/// A storage backend, opened and ready: one CSI driver.
///
/// Two open backends share nothing.
public interface Backend extends AutoCloseable {
    /// What kubelet, sidecars and PersistentVolumes know the driver by.
    DriverIdentity driver();

    /// The roles that this backend fills, read once after it was opened. They are the same whichever services
    /// were asked for, so that the controller and the node plugin announce the same driver.
    List<Role> roles();

    /// Ends everything that was begun in {@link BackendProvider#open}. A repeat does nothing. Never throws.
    @Override
    void close();
}
