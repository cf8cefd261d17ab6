package org.moorage.openstack.sharedfilesystem;

import java.util.Map;

/// Where a share can be mounted from.
///
/// @param id        its UUID
/// @param path      what is mounted: `10.0.0.5:/shares/share-1`, or for CephFS monitors and path
/// @param preferred whether it is better than others
/// @param adminOnly whether it is not for those who mount shares; only administrators see such locations
/// @param metadata  its metadata (2.87), such as `__mount_options` with `fs=NAME` for CephFS; empty when Manila is
///     too old to show any
public record ExportLocation(
        String id, String path, boolean preferred, boolean adminOnly, Map<String, String> metadata) {
    /// The options that mounting takes, by commas, such as `fs=cephfs`.
    public static final String MOUNT_OPTIONS = "__mount_options";

    /// Copies the metadata.
    public ExportLocation {
        metadata = Map.copyOf(metadata);
    }
}
