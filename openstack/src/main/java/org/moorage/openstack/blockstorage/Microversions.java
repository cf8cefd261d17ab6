package org.moorage.openstack.blockstorage;

/// The versions of Cinder's API that calls ask for, each with what it brings.
final class Microversions {
    /// Attachments as objects of their own.
    static final String ATTACHMENTS = "3.27";

    /// Messages that say why an operation failed, with filters.
    static final String MESSAGES = "3.5";

    /// Filters of listings by similarity of names; what the Go driver asks for when it looks a name up.
    static final String NAME_FILTER = "3.34";

    /// Growing a volume in use.
    static final String EXTEND_IN_USE = "3.42";

    /// Listings filtered by comparison of times.
    static final String TIME_FILTER = "3.60";

    private Microversions() {}
}
