package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.PartnerVolume;

/// The node's work is left to the node plugin of csi-driver-nfs or of ceph-csi, which is told of a
/// share in its own words, as the Go driver tells it.
final class ManilaPartner implements NodePartner {
    private final String endpoint;
    private final NodeShares shares;
    private final ShareProtocol protocol;

    /// @param endpoint where the partner listens
    ManilaPartner(String endpoint, NodeShares shares, ShareProtocol protocol) {
        this.endpoint = endpoint;
        this.shares = shares;
        this.protocol = protocol;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public PartnerVolume translate(NodeVolume volume, Deadline deadline) {
        var share = shares.find(volume, deadline);
        if (share.parameters().subdirectory().isPresent()
                || share.parameters().mode().isPresent()) {
            throw new Failure.Invalid(
                    "volume " + volume.id() + " names a sub-directory or permissions of its root, which"
                            + " the partner behind --" + ManilaOptions.PARTNER
                            + " would pass over: start the driver without that"
                            + " option, or leave these parameters out");
        }
        return switch (protocol) {
            case NFS -> ofNfs(share);
            case CEPHFS -> ofCeph(share);
        };
    }

    private static PartnerVolume ofNfs(NodeShare share) {
        var export = share.exports().getFirst();
        return new PartnerVolume(Map.of("server", export.hosts(), "share", export.path()), Secrets.none());
    }

    private static PartnerVolume ofCeph(NodeShare share) {
        var export = share.exports().getFirst();
        var context = new LinkedHashMap<String, String>();
        context.put("monitors", export.hosts());
        context.put("rootPath", export.path());
        context.put("mounter", share.parameters().mounterName());
        context.put("provisionVolume", "false");
        share.parameters().kernelOptions().ifPresent(text -> context.put("kernelMountOptions", text));
        share.parameters().fuseOptions().ifPresent(text -> context.put("fuseMountOptions", text));
        share.fsName().ifPresent(name -> context.put("fsName", name));
        var login = share.login().orElseThrow();
        return new PartnerVolume(
                context,
                Secrets.of(Map.of(
                        NodeShares.USER,
                        login.user(),
                        NodeShares.KEY,
                        login.key().reveal())));
    }
}
