package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Secret;

/// Who may mount a share, as Manila shows it. Its text shows no key.
///
/// @param id        its UUID
/// @param share     the share
/// @param type      what `to` is: `ip`, `cephx`, `user`, `cert`
/// @param to        to whom access is granted: an address or a network, or a cephx user
/// @param level     `rw` or `ro`
/// @param state     whether it is in force
/// @param key       the key of a cephx user; it may come a while after the rule is in force
/// @param metadata  its metadata (2.45); empty when Manila is too old to keep any
/// @param createdAt when Manila accepted it
public record AccessRule(
        String id,
        String share,
        String type,
        String to,
        String level,
        RuleState state,
        Optional<Secret> key,
        Map<String, String> metadata,
        Instant createdAt) {
    /// Access by address or network (NFS).
    public static final String IP = "ip";

    /// Access by cephx user (CephFS).
    public static final String CEPHX = "cephx";

    /// For reading and writing.
    public static final String READ_WRITE = "rw";

    /// For reading alone.
    public static final String READ_ONLY = "ro";

    /// Copies the metadata.
    public AccessRule {
        metadata = Map.copyOf(metadata);
    }
}
