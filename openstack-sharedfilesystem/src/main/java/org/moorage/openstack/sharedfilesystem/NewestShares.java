package org.moorage.openstack.sharedfilesystem;

import java.util.List;

/// The newest shares of a project.
///
/// @param shares the shares, the newest first
/// @param whole  whether the project has no others, apart from those in the recycle bin
public record NewestShares(List<Share> shares, boolean whole) {
    /// Copies the list.
    public NewestShares {
        shares = List.copyOf(shares);
    }
}
