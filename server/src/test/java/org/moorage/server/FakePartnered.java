package org.moorage.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.PartnerVolume;
import org.moorage.api.node.VolumeLimit;

/// Leaves the node's work to whoever listens at a socket, and notes what it translated.
public final class FakePartnered implements NodePartner, NodeIdentitySource {
    private final Path socket;
    private final List<NodeVolume> translated = new CopyOnWriteArrayList<>();

    public FakePartnered(Path socket) {
        this.socket = socket;
    }

    /// The volumes asked about, in order.
    public List<NodeVolume> translated() {
        return translated;
    }

    @Override
    public String endpoint() {
        return "unix://" + socket;
    }

    @Override
    public PartnerVolume translate(NodeVolume volume, Deadline deadline) {
        translated.add(volume);
        return new PartnerVolume(
                Map.of("server", "192.0.2.7", "share", "/" + volume.id()),
                Secrets.of(Map.of("userKey", "for-partner")));
    }

    @Override
    public NodeIdentity identity(Deadline deadline) {
        return new NodeIdentity(new NodeId(FakeStorage.NODE), new VolumeLimit.Fixed(0), Optional.empty());
    }
}
