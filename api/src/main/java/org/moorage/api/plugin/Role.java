package org.moorage.api.plugin;

/// Something that a backend can do for the server. Roles are small interfaces that extend this one; an object
/// that implements a role announces the CSI capability which belongs to it, so a capability is never announced
/// and missing.
///
/// A class may fill several roles. All roles must bear calls from many threads at once.
public interface Role {}
