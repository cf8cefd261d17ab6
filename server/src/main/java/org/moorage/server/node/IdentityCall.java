package org.moorage.server.node;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.VolumeLimit;
import org.moorage.csi.v1.NodeGetInfoResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Outgoing;

/// The call about the node itself.
final class IdentityCall {
    private final Roles roles;
    private final Provider<VolumeHost> host;
    private final CallDeadlines deadlines;

    @Inject
    IdentityCall(Roles roles, Provider<VolumeHost> host, CallDeadlines deadlines) {
        this.roles = roles;
        this.host = host;
        this.deadlines = deadlines;
    }

    NodeGetInfoResponse answer() {
        var identity = roles.require(NodeIdentitySource.class).identity(deadlines.current());
        var answer = NodeGetInfoResponse.newBuilder()
                .setNodeId(identity.id().value())
                .setMaxVolumesPerNode(
                        switch (identity.limit()) {
                            case VolumeLimit.Fixed said -> said.volumes();
                            case VolumeLimit.Measured measured -> host.get().room(measured);
                        });
        identity.topology().ifPresent(place -> answer.setAccessibleTopology(Outgoing.topology(place)));
        return answer.build();
    }
}
