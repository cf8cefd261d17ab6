package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A share as Manila shows it.
///
/// @param id                its UUID
/// @param name              its name, which need not be unique; empty when it has none
/// @param description       its description; empty when it has none
/// @param status            its status
/// @param size              its size, whole GiB
/// @param protocol          how it is mounted, in capitals: `NFS`, `CEPHFS`
/// @param type              the id of its share type
/// @param typeName          the name of its share type
/// @param availabilityZone  the zone that holds it; empty until Manila has chosen one
/// @param shareNetwork      the id of its share network; empty without share servers
/// @param group             the id of the share group that it belongs to
/// @param snapshot          the id of the snapshot that it was made of
/// @param metadata          its metadata
/// @param rulesStatus       whether its access rules are in force, as Manila spells it: `active`, `syncing`, `error`
/// @param snapshotSupport   whether snapshots can be taken of it
/// @param cloneable         whether shares can be made of its snapshots
/// @param softDeleted       whether it lies in the recycle bin (2.69); Manila lists no such share
/// @param createdAt         when Manila accepted it
public record Share(
        String id,
        String name,
        String description,
        ShareStatus status,
        Bytes size,
        String protocol,
        Optional<String> type,
        Optional<String> typeName,
        Optional<String> availabilityZone,
        Optional<String> shareNetwork,
        Optional<String> group,
        Optional<String> snapshot,
        Map<String, String> metadata,
        String rulesStatus,
        boolean snapshotSupport,
        boolean cloneable,
        boolean softDeleted,
        Instant createdAt) {
    private static final String ACTIVE = "active";
    private static final String ERROR = "error";

    /// Copies the metadata.
    public Share {
        metadata = Map.copyOf(metadata);
    }

    /// Whether every access rule of the share is in force. From the answer to a grant or a revocation on, Manila
    /// shows something else until the share's server has heeded it.
    public boolean rulesInForce() {
        return rulesStatus.equals(ACTIVE);
    }

    /// Whether the share's server refused one of its access rules.
    public boolean rulesFailed() {
        return rulesStatus.equals(ERROR);
    }
}
