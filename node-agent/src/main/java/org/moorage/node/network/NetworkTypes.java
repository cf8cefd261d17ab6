package org.moorage.node.network;

import java.util.Set;
import org.moorage.api.failure.Failure;

/// The file systems that servers share over the network, as mount(8) and the kernel's table spell
/// their types.
final class NetworkTypes {
    static final String NFS = "nfs";
    static final String NFS4 = "nfs4";
    static final String CEPH = "ceph";
    static final String CEPH_FUSE = "fuse.ceph";
    static final String CIFS = "cifs";
    static final String SMB3 = "smb3";

    private static final String FUSE = "fuse";
    private static final Set<String> KNOWN =
            Set.of(NFS, NFS4, CEPH, CIFS, SMB3, FUSE, "9p", "afs", "beegfs", "glusterfs", "gpfs", "lustre", "virtiofs");

    private NetworkTypes() {}

    /// Whether it is one. Nobody lists all of those in user space, so each of them is taken for one.
    static boolean contains(String type) {
        return KNOWN.contains(type) || type.startsWith(FUSE + ".");
    }

    /// Whether it is NFS, of whatever version.
    static boolean isNfs(String type) {
        return type.equals(NFS) || type.equals(NFS4);
    }

    /// Whether it is CephFS, by whatever client.
    static boolean isCeph(String type) {
        return type.equals(CEPH) || type.startsWith(CEPH_FUSE);
    }

    /// Lets those through.
    ///
    /// @throws Failure.Invalid it is none
    static String require(String type) {
        if (!contains(type)) {
            throw new Failure.Invalid("'" + type + "' is no file system of the network that can be mounted here: use"
                    + " nfs, ceph or fuse.ceph, or another that mount(8) of this node knows");
        }
        return type;
    }
}
