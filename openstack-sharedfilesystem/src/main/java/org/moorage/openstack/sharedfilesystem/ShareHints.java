package org.moorage.openstack.sharedfilesystem;

import java.util.List;

/// Which shares' hosts a new share shall share or avoid (2.65).
///
/// @param sameHost      ids of shares that all lie on the host that is to be the new one's
/// @param differentHost ids of shares whose hosts are to be avoided
public record ShareHints(List<String> sameHost, List<String> differentHost) {
    /// Anywhere.
    public static final ShareHints NONE = new ShareHints(List.of(), List.of());

    /// Copies the lists.
    public ShareHints {
        sameHost = List.copyOf(sameHost);
        differentHost = List.copyOf(differentHost);
    }
}
