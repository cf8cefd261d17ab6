package org.moorage.openstack.quota;

/// One quota of a project.
///
/// @param limit how much it may have; negative is without limit
/// @param used  how much it has, and has reserved
public record Quota(long limit, long used) {
    /// Whether there is a limit at all.
    public boolean limited() {
        return limit >= 0;
    }

    /// How much is left; meaningless without a limit.
    public long left() {
        return Math.max(0, limit - used);
    }
}
