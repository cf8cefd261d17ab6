package org.moorage.manila;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeFileSystems;
import org.moorage.api.node.NodeVolume;

/// A node mounts a share itself, over NFS or CephFS.
final class ManilaNodeAccess implements NodeAccessResolver, NodeFileSystems {
    private final NodeShares shares;
    private final ShareProtocol protocol;

    ManilaNodeAccess(NodeShares shares, ShareProtocol protocol) {
        this.shares = shares;
        this.protocol = protocol;
    }

    @Override
    public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
        var share = shares.find(volume, deadline);
        var mode = share.parameters().mode().map(OptionalInt::of).orElse(OptionalInt.empty());
        return new NodeAccess.NetworkMount(
                fsType(share.parameters()),
                share.exports().stream().map(ExportPath::source).toList(),
                options(share),
                share.login(),
                share.parameters().subdirectory(),
                mode);
    }

    @Override
    public Set<String> fileSystems() {
        return switch (protocol) {
            case NFS -> Set.of("nfs");
            case CEPHFS -> Set.of("ceph", "fuse.ceph");
        };
    }

    private String fsType(NodeParameters parameters) {
        return switch (protocol) {
            case NFS -> "nfs";
            case CEPHFS ->
                switch (parameters.mounter()) {
                    case KERNEL -> "ceph";
                    case FUSE -> "fuse.ceph";
                };
        };
    }

    /// Which file system of the cluster is an option that the kernel and ceph-fuse spell in two ways.
    private List<String> options(NodeShare share) {
        if (protocol == ShareProtocol.NFS) {
            return List.of();
        }
        var kernel = share.parameters().mounter() == NodeParameters.Mounter.KERNEL;
        var written =
                kernel ? share.parameters().kernelOptions() : share.parameters().fuseOptions();
        var options = new ArrayList<String>();
        written.stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        var key = kernel ? "mds_namespace=" : "client_mds_namespace=";
        fsName(share, options).ifPresent(name -> options.add(key + name));
        return options;
    }

    private static Optional<String> fsName(NodeShare share, List<String> options) {
        var named = options.stream()
                .anyMatch(option -> option.startsWith("fs=")
                        || option.contains("mds_namespace=")
                        || option.startsWith("client_fs="));
        return named ? Optional.empty() : share.fsName();
    }
}
