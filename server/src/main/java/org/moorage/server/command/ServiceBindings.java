package org.moorage.server.command;

import dagger.Provides;
import io.grpc.BindableService;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Service;
import org.moorage.server.controller.ControllerService;
import org.moorage.server.group.GroupControllerService;
import org.moorage.server.identity.IdentityService;
import org.moorage.server.node.NodeService;
import org.moorage.server.node.PartneredNodeService;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.partner.Partner;
import org.moorage.server.plugin.Roles;

/// Which gRPC services a process serves.
@dagger.Module
final class ServiceBindings {
    private ServiceBindings() {}

    @Provides
    static Set<BindableService> services(
            Set<Service> wanted,
            IdentityService identity,
            Provider<ControllerService> controller,
            Provider<GroupControllerService> groupController,
            Provider<NodeService> node,
            Provider<PartneredNodeService> partnered,
            Optional<Partner> partner) {
        var services = new HashSet<BindableService>();
        services.add(identity);
        if (wanted.contains(Service.CONTROLLER)) {
            services.add(controller.get());
            services.add(groupController.get());
        }
        if (wanted.contains(Service.NODE)) {
            services.add(partner.isPresent() ? partnered.get() : node.get());
        }
        return services;
    }

    /// What Probe tells. Volumes are made whether or not a partner is there, so a controller does not wait for one.
    @Provides
    static Readiness readiness(Roles roles, Set<Service> wanted, Optional<Partner> partner) {
        Readiness backend = roles.find(Readiness.class).orElse(() -> true);
        if (wanted.contains(Service.CONTROLLER) || partner.isEmpty()) {
            return backend;
        }
        return () -> backend.ready() && partner.get().present();
    }

    /// Made only where the node service is served: the controller's process touches no host.
    @Provides
    @Singleton
    static VolumeHost host(Supplier<VolumeHost> host) {
        return host.get();
    }
}
