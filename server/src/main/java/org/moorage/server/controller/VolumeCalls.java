package org.moorage.server.controller;

import jakarta.inject.Inject;
import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerExpandVolumeResponse;
import org.moorage.csi.v1.ControllerGetVolumeRequest;
import org.moorage.csi.v1.ControllerGetVolumeResponse;
import org.moorage.csi.v1.ControllerModifyVolumeRequest;
import org.moorage.csi.v1.ControllerModifyVolumeResponse;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.CreateVolumeResponse;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.DeleteVolumeResponse;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.csi.v1.GetCapacityResponse;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.ListVolumesResponse;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Outgoing;
import org.moorage.server.rpc.Promises;

/// The calls about volumes: validate, lock, translate, call, answer.
final class VolumeCalls {
    private final Roles roles;
    private final Locks locks;
    private final CallDeadlines deadlines;
    private final ClaimAnnotations annotations;
    private final FailureNotes notes;

    @Inject
    VolumeCalls(Roles roles, Locks locks, CallDeadlines deadlines, ClaimAnnotations annotations, FailureNotes notes) {
        this.roles = roles;
        this.locks = locks;
        this.deadlines = deadlines;
        this.annotations = annotations;
        this.notes = notes;
    }

    CreateVolumeResponse create(CreateVolumeRequest request) {
        try {
            return created(request);
        } catch (Failure failure) {
            notes.failed(request.getParametersMap(), failure);
            throw failure;
        }
    }

    private CreateVolumeResponse created(CreateVolumeRequest request) {
        var provisioner = roles.require(VolumeProvisioner.class);
        var spec = spec(request);
        try (var _ = locks.hold(Locks.Subject.VOLUME_NAME, spec.name().value())) {
            var deadline = deadlines.current();
            var claim = annotations.of(spec.name().value(), spec.parameters(), deadline);
            var volume = Promises.made(spec, provisioner.create(spec.annotated(claim), deadline));
            return CreateVolumeResponse.newBuilder()
                    .setVolume(Outgoing.volume(volume))
                    .build();
        }
    }

    private VolumeSpec spec(CreateVolumeRequest request) {
        var name = new VolumeName(request.getName());
        var capabilities = Incoming.capabilities(request.getVolumeCapabilitiesList());
        if (request.getParametersMutableCount() > 0 && !roles.has(VolumeModifier.class)) {
            throw new Failure.Invalid("mutable_parameters: this driver cannot modify volumes and takes none");
        }
        var source = Incoming.source(request.hasVolumeContentSource(), request.getVolumeContentSource());
        source.ifPresent(this::accept);
        return new VolumeSpec(
                name,
                Incoming.range(request.getCapacityRange()),
                capabilities,
                request.getParametersMap(),
                request.getParametersMutableMap(),
                source,
                Incoming.topology(request.getAccessibilityRequirements()),
                Secrets.of(request.getSecretsMap()),
                Map.of());
    }

    private void accept(ContentSource source) {
        switch (source) {
            case ContentSource.FromSnapshot _ -> {
                if (!roles.has(SnapshotProvisioner.class)) {
                    throw new Failure.Invalid("volume_content_source: this driver has no snapshots");
                }
            }
            case ContentSource.FromVolume _ -> {
                if (!roles.has(VolumeCloner.class)) {
                    throw new Failure.Invalid("volume_content_source: this driver cannot clone volumes");
                }
            }
        }
    }

    DeleteVolumeResponse delete(DeleteVolumeRequest request) {
        var provisioner = roles.require(VolumeProvisioner.class);
        var id = new VolumeId(request.getVolumeId());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            provisioner.delete(id, Secrets.of(request.getSecretsMap()), deadlines.current());
            return DeleteVolumeResponse.getDefaultInstance();
        }
    }

    /// Reads only, hence no lock.
    ValidateVolumeCapabilitiesResponse validate(ValidateVolumeCapabilitiesRequest request) {
        var provisioner = roles.require(VolumeProvisioner.class);
        var id = new VolumeId(request.getVolumeId());
        var capabilities = Incoming.capabilities(request.getVolumeCapabilitiesList());
        var verdict = provisioner.examine(
                id, capabilities, request.getParametersMap(), Secrets.of(request.getSecretsMap()), deadlines.current());
        return switch (verdict) {
            case Verdict.Confirmed _ ->
                ValidateVolumeCapabilitiesResponse.newBuilder()
                        .setConfirmed(ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                                .putAllVolumeContext(request.getVolumeContextMap())
                                .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                                .putAllParameters(request.getParametersMap())
                                .putAllParametersMutable(request.getParametersMutableMap()))
                        .build();
            case Verdict.Refused refused ->
                ValidateVolumeCapabilitiesResponse.newBuilder()
                        .setMessage(refused.reason())
                        .build();
        };
    }

    ListVolumesResponse list(ListVolumesRequest request) {
        var catalog = roles.require(VolumeCatalog.class);
        var wanted = Incoming.page(request.getMaxEntries(), request.getStartingToken());
        var page = Promises.page("VolumeCatalog.list", wanted, catalog.list(wanted, deadlines.current()));
        var answer = ListVolumesResponse.newBuilder().setNextToken(page.next().orElse(""));
        var withCondition = roles.has(VolumeHealth.class);
        page.entries().forEach(volume -> answer.addEntries(Outgoing.entry(volume, withCondition)));
        return answer.build();
    }

    ControllerGetVolumeResponse get(ControllerGetVolumeRequest request) {
        var catalog = roles.require(VolumeCatalog.class);
        var id = new VolumeId(request.getVolumeId());
        var found = Promises.found(
                        "VolumeCatalog.find",
                        id,
                        catalog.find(id, deadlines.current()),
                        volume -> volume.volume().id())
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
        var status =
                ControllerGetVolumeResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(Outgoing.nodes(found));
        if (roles.has(VolumeHealth.class)) {
            status.setVolumeCondition(Outgoing.condition(found.health()));
        }
        return ControllerGetVolumeResponse.newBuilder()
                .setVolume(Outgoing.volume(found.volume()))
                .setStatus(status)
                .build();
    }

    ControllerExpandVolumeResponse expand(ControllerExpandVolumeRequest request) {
        var expander = roles.require(VolumeExpander.class);
        var id = new VolumeId(request.getVolumeId());
        var spec = new ExpandSpec(
                id,
                Incoming.requiredRange(request.getCapacityRange()),
                Incoming.optionalCapability(request.hasVolumeCapability(), request.getVolumeCapability()),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            var expansion = Promises.grown(spec, expander.expand(spec, deadlines.current()));
            return ControllerExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(expansion.capacity().count())
                    .setNodeExpansionRequired(expansion.nodeExpansionRequired())
                    .build();
        }
    }

    ControllerModifyVolumeResponse modify(ControllerModifyVolumeRequest request) {
        var modifier = roles.require(VolumeModifier.class);
        var id = new VolumeId(request.getVolumeId());
        var spec = new ModifySpec(id, request.getMutableParametersMap(), Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            modifier.modify(spec, deadlines.current());
            return ControllerModifyVolumeResponse.getDefaultInstance();
        }
    }

    /// Reads only, hence no lock.
    GetCapacityResponse capacity(GetCapacityRequest request) {
        var reporter = roles.require(CapacityReporter.class);
        var query = new CapacityQuery(
                Incoming.capabilitiesIfAny(request.getVolumeCapabilitiesList()),
                request.getParametersMap(),
                Incoming.place(request.hasAccessibleTopology(), request.getAccessibleTopology()));
        return Outgoing.capacity(
                Promises.there("CapacityReporter.capacity", reporter.capacity(query, deadlines.current())));
    }
}
