package org.moorage.manila;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Opens an NFS share to the nodes that use it, and to nobody else: what attaching a volume is for a
/// file system of the network.
final class ManilaAttacher implements VolumeAttacher {
    private final Clouds clouds;
    private final DriverSettings settings;

    ManilaAttacher(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Map<String, String> attach(AttachSpec spec, Deadline deadline) {
        var what = "attach share " + spec.volume() + " to node " + spec.node();
        WantedShare.refusal(List.of(spec.capability())).ifPresent(reason -> {
            throw new Failure.Invalid(what + ": " + reason);
        });
        var cloud = clouds.of(spec.secrets(), deadline);
        var addresses = addresses(cloud, what, spec.node(), deadline);
        var share = Answers.read(what, () -> cloud.shares().find(spec.volume().value(), deadline))
                .filter(found -> found.status() != ShareStatus.Known.DELETING)
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such share"));
        refuseState(what, share);
        var level = spec.readOnly() || spec.capability().mode().readOnly() ? Grant.READ_ONLY : Grant.READ_WRITE;
        var grants = addresses.stream()
                .map(address -> new Grant(Grant.IP, address, level))
                .toList();
        var access = new NodeGrants(new AccessGrants(cloud, share.id(), what, deadline));
        access.open(spec.node(), grants, spec.capability().mode().multiNode());
        return Map.of();
    }

    private static void refuseState(String what, Share share) {
        if (share.status() != ShareStatus.Known.AVAILABLE) {
            throw share.status().failed()
                    ? new Failure.Precondition(
                            what + ": its status is " + share.status().text())
                    : new Failure.Aborted(
                            what + ": its status is " + share.status().text());
        }
    }

    /// Where the node's requests come from: its addresses in the networks that the operator names,
    /// else all of IPv4, else all.
    private List<String> addresses(ManilaCloud cloud, String what, NodeId node, Deadline deadline) {
        var all = Answers.read(what, () -> cloud.servers().addresses(node.value(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such server"));
        var networks = settings.nodeNetworks();
        var chosen = networks.isEmpty()
                ? all
                : all.stream()
                        .filter(text -> Network.parseAddress(text).stream()
                                .anyMatch(address -> networks.stream().anyMatch(range -> range.contains(address))))
                        .toList();
        if (chosen.isEmpty()) {
            throw new Failure.Precondition(what + ": Nova tells no address of the node"
                    + (networks.isEmpty()
                            ? ""
                            : " in the networks of --" + ManilaOptions.NODE_NETWORKS + " "
                                    + networks.stream().map(Network::toString).collect(Collectors.joining(", ")))
                    + ", only " + (all.isEmpty() ? "none" : String.join(", ", all)));
        }
        var v4 = chosen.stream()
                .filter(text -> Network.parseAddress(text).stream().anyMatch(Inet4Address.class::isInstance))
                .toList();
        return networks.isEmpty() && !v4.isEmpty() ? v4 : chosen;
    }

    @Override
    public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {
        var what =
                "detach share " + volume + node.map(one -> " from node " + one).orElse("");
        var cloud = clouds.of(secrets, deadline);
        new NodeGrants(new AccessGrants(cloud, volume.value(), what, deadline)).close(node);
    }
}
