package org.moorage.openstack.blockstorage;

import java.time.Instant;

/// A snapshot of a group as Cinder shows it (3.14). Its members are snapshots like others, which name it.
///
/// @param id          its UUID
/// @param name        its name, which need not be unique, and is that of its members
/// @param description its description
/// @param group       the group that it was taken of
/// @param status      its status, as Cinder spells it: `creating`, `available`, `deleting`, `error`
/// @param createdAt   when Cinder accepted it
public record BlockGroupSnapshot(
        String id, String name, String description, String group, String status, Instant createdAt) {}
