package org.moorage.openstack.blockstorage;

/// The versions of Cinder's API that calls ask for, each with what it brings.
final class Microversions {
    /// Types of groups.
    static final String GROUP_TYPES = "3.11";

    /// Generic groups of volumes.
    static final String GROUPS = "3.13";

    /// Snapshots of groups, which their members name.
    static final String GROUP_SNAPSHOTS = "3.14";

    /// Groups that tell their volumes.
    static final String GROUP_VOLUMES = "3.25";

    /// Attachments as objects of their own.
    static final String ATTACHMENTS = "3.27";

    /// Messages that say why an operation failed, with filters.
    static final String MESSAGES = "3.5";

    /// Filters of listings by similarity of names; what the Go driver asks for when it looks a name up.
    static final String NAME_FILTER = "3.34";

    /// Growing a volume in use.
    static final String EXTEND_IN_USE = "3.42";

    /// Backups with metadata.
    static final String BACKUP_METADATA = "3.43";

    /// Backups in a zone of their own.
    static final String BACKUP_ZONE = "3.51";

    /// Volumes made of backups; the version that the Go driver asks for.
    static final String FROM_BACKUP = "3.51";

    /// Listings filtered by comparison of times.
    static final String TIME_FILTER = "3.60";

    private Microversions() {}
}
