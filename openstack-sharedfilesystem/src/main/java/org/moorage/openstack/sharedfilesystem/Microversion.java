package org.moorage.openstack.sharedfilesystem;

import java.util.Comparator;
import java.util.Optional;

/// A version of Manila's API. Those that calls ask for stand here, each with what it brings.
record Microversion(int major, int minor) implements Comparable<Microversion> {
    /// Messages that say why an operation failed; the oldest version that is spoken here.
    static final Microversion LEAST = new Microversion(2, 37);

    /// Access for addresses and networks of IPv6.
    static final Microversion IPV6_RULES = new Microversion(2, 38);

    /// Quotas of share types.
    static final Microversion TYPE_QUOTAS = new Microversion(2, 39);

    /// Listings of shares that tell how many there are.
    static final Microversion COUNT = new Microversion(2, 42);

    /// Access rules as objects of their own, with metadata.
    static final Microversion RULES = new Microversion(2, 45);

    /// Share types that tell which is the default.
    static final Microversion DEFAULT_TYPE = new Microversion(2, 46);

    /// Export locations without those of replicas that are not active.
    static final Microversion ACTIVE_EXPORTS = new Microversion(2, 47);

    /// Share groups that are no experiment any more.
    static final Microversion GROUPS = new Microversion(2, 55);

    /// A quota of the size of one share.
    static final Microversion SIZE_QUOTA = new Microversion(2, 62);

    /// Shares that the scheduler puts beside others, or away from them.
    static final Microversion HINTS = new Microversion(2, 65);

    /// Shares that tell whether they lie in the recycle bin.
    static final Microversion RECYCLE_BIN = new Microversion(2, 69);

    /// Snapshots with metadata.
    static final Microversion SNAPSHOT_METADATA = new Microversion(2, 73);

    /// Export locations with metadata.
    static final Microversion EXPORT_METADATA = new Microversion(2, 87);

    /// The version that a text such as `2.73` names, if it names one.
    static Optional<Microversion> parse(String text) {
        var parts = text.strip().split("\\.", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new Microversion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Microversion other) {
        return Comparator.comparingInt(Microversion::major)
                .thenComparingInt(Microversion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
