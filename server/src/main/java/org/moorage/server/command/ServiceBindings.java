package org.moorage.server.command;

import dagger.Provides;
import io.grpc.BindableService;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.moorage.api.plugin.Service;
import org.moorage.server.controller.ControllerService;
import org.moorage.server.group.GroupControllerService;
import org.moorage.server.identity.IdentityService;
import org.moorage.server.node.NodeService;
import org.moorage.server.node.VolumeHost;

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
            Provider<NodeService> node) {
        var services = new HashSet<BindableService>();
        services.add(identity);
        if (wanted.contains(Service.CONTROLLER)) {
            services.add(controller.get());
            services.add(groupController.get());
        }
        if (wanted.contains(Service.NODE)) {
            services.add(node.get());
        }
        return services;
    }

    /// Made only where the node service is served: the controller's process touches no host.
    @Provides
    @Singleton
    static VolumeHost host(Supplier<VolumeHost> host) {
        return host.get();
    }
}
