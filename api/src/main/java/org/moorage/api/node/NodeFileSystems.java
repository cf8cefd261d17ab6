package org.moorage.api.node;

import java.util.Set;
import org.moorage.api.plugin.Role;

/// Says which file systems the volumes of a backend bring to a node, so that `moorage doctor` asks for the programs of
/// these alone. Without this role it asks for all that the node agent knows.
public interface NodeFileSystems extends Role {
    /// The file systems as mount(8) spells them: `ext4`, `xfs`, `nfs`, `fuse.ceph`. The same at each call.
    Set<String> fileSystems();
}
