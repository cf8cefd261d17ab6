package org.moorage.server.command;

import dagger.BindsInstance;
import dagger.Component;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Service;
import org.moorage.server.controller.ClaimAnnotations;
import org.moorage.server.controller.FailureNotes;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.partner.Partner;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallsAtWork;
import org.moorage.server.rpc.CsiServer;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.rpc.LastErrors;
import org.moorage.server.rpc.Locks;

/// The one graph of the server: everything that stands between a socket and an open backend.
@Singleton
@Component(modules = ServiceBindings.class)
interface ServerGraph {
    /// The server, not yet listening.
    CsiServer server();

    /// What Probe tells.
    Readiness readiness();

    /// The calls that are not over.
    CallsAtWork calls();

    /// What they hold.
    Locks locks();

    /// Those that failed.
    LastErrors errors();

    /// Makes the graph around an open backend.
    @Component.Factory
    interface Factory {
        ServerGraph create(
                @BindsInstance DriverIdentity driver,
                @BindsInstance DriverName name,
                @BindsInstance Roles roles,
                @BindsInstance Set<Service> services,
                @BindsInstance Supplier<VolumeHost> host,
                @BindsInstance Optional<Partner> partner,
                @BindsInstance ClaimAnnotations annotations,
                @BindsInstance FailureNotes notes,
                @BindsInstance Meters meters,
                @BindsInstance InstantSource clock,
                @BindsInstance ThreadFactory requests);
    }
}
