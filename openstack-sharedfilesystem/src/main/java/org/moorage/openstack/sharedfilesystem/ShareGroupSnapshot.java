package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import org.moorage.api.volume.Bytes;

/// A snapshot of a share group as Manila shows it.
///
/// @param id          its UUID
/// @param name        its name, which need not be unique
/// @param description its description
/// @param group       the share group that it was taken of
/// @param status      its status
/// @param members     the snapshots of the group's shares
/// @param createdAt   when Manila accepted it
public record ShareGroupSnapshot(
        String id,
        String name,
        String description,
        String group,
        ShareStatus status,
        List<Member> members,
        Instant createdAt) {
    /// Copies the list.
    public ShareGroupSnapshot {
        members = List.copyOf(members);
    }

    /// A member. It is not among the snapshots of shares, and goes only with its group snapshot.
    ///
    /// @param id    its UUID
    /// @param share the share that it was taken of
    /// @param size  the size of that share then
    public record Member(String id, String share, Bytes size) {}
}
