package org.moorage.server.controller;

import jakarta.inject.Inject;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.ControllerGetVolumeHealthRequest;
import org.moorage.csi.v1.ControllerGetVolumeHealthResponse;
import org.moorage.csi.v1.ControllerListVolumeHealthRequest;
import org.moorage.csi.v1.ControllerListVolumeHealthResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Outgoing;
import org.moorage.server.rpc.Promises;

/// The calls about how volumes are. They read only, hence no lock.
final class HealthCalls {
    private final Roles roles;
    private final CallDeadlines deadlines;

    @Inject
    HealthCalls(Roles roles, CallDeadlines deadlines) {
        this.roles = roles;
        this.deadlines = deadlines;
    }

    ControllerListVolumeHealthResponse list(ControllerListVolumeHealthRequest request) {
        var catalog = roles.require(VolumeHealth.class);
        var wanted = Incoming.page(request.getMaxEntries(), request.getStartingToken());
        var page = Promises.page("VolumeHealth.list", wanted, catalog.list(wanted, deadlines.current()));
        var answer = ControllerListVolumeHealthResponse.newBuilder()
                .setNextToken(page.next().orElse(""));
        page.entries()
                .forEach(found ->
                        answer.addEntries(Outgoing.health(found.volume().id(), found.health())));
        return answer.build();
    }

    ControllerGetVolumeHealthResponse get(ControllerGetVolumeHealthRequest request) {
        var catalog = roles.require(VolumeHealth.class);
        var id = new VolumeId(request.getVolumeId());
        var found = Promises.found(
                        "VolumeHealth.find",
                        id,
                        catalog.find(id, deadlines.current()),
                        volume -> volume.volume().id())
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
        return ControllerGetVolumeHealthResponse.newBuilder()
                .setVolumeHealth(Outgoing.health(id, found.health()))
                .build();
    }
}
