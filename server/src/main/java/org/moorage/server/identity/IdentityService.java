package org.moorage.server.identity;

import com.google.protobuf.BoolValue;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Readiness;
import org.moorage.csi.v1.GetPluginCapabilitiesRequest;
import org.moorage.csi.v1.GetPluginCapabilitiesResponse;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.csi.v1.ProbeResponse;
import org.moorage.server.plugin.Capabilities;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.Answer;

/// CSI's Identity service. It asks neither the cloud nor the host: a cloud that is down is no reason to restart
/// the driver.
public final class IdentityService extends IdentityGrpc.IdentityImplBase {
    private final DriverIdentity driver;
    private final Roles roles;
    private final Readiness readiness;

    @Inject
    public IdentityService(DriverIdentity driver, Roles roles, Readiness readiness) {
        this.driver = driver;
        this.roles = roles;
        this.readiness = readiness;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
        Answer.send(
                caller,
                GetPluginInfoResponse.newBuilder()
                        .setName(driver.name())
                        .setVendorVersion(driver.vendorVersion())
                        .build());
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
        Answer.send(
                caller,
                GetPluginCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(Capabilities.plugin(roles, driver.topologyAware()))
                        .build());
    }

    /// Not ready until all that is waited for has begun, ready from then on, and never an error: callers at their
    /// start end at an error, and ask again each second while a driver is not ready.
    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
        Answer.send(
                caller,
                ProbeResponse.newBuilder()
                        .setReady(BoolValue.of(readiness.ready()))
                        .build());
    }
}
