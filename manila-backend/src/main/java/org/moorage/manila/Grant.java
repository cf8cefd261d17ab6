package org.moorage.manila;

/// An access rule that a share shall have.
///
/// @param type  how Manila knows who it is for: {@link #IP} or {@link #CEPHX}
/// @param to    who it is for: an address, a network, or a cephx id
/// @param level {@link #READ_WRITE} or {@link #READ_ONLY}
record Grant(String type, String to, String level) {
    static final String IP = "ip";
    static final String CEPHX = "cephx";
    static final String READ_WRITE = "rw";
    static final String READ_ONLY = "ro";

    /// Whether a rule of that type is for the same one. Manila knows addresses in another spelling
    /// than they were asked for.
    boolean isFor(String otherType, String other) {
        if (!type.equals(otherType)) {
            return false;
        }
        return to.equals(other)
                || (type.equals(IP)
                        && Network.parse(to).stream()
                                .anyMatch(mine -> Network.parse(other).stream().anyMatch(mine::same)));
    }

    @Override
    public String toString() {
        return type + " " + to + " " + level;
    }
}
