package org.moorage.api.plugin;

/// The CSI services of which a process may serve one or both.
public enum Service {
    /// The controller service: volumes, attachments, snapshots. Needs credentials.
    CONTROLLER,
    /// The node service: devices, file systems, mounts. Needs privileges, and no credentials.
    NODE
}
