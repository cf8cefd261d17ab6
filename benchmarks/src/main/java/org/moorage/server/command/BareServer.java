package org.moorage.server.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Service;
import org.moorage.server.controller.ClaimAnnotations;
import org.moorage.server.controller.FailureNotes;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CsiServer;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.rpc.Endpoint;

/// The server as it is, around a backend of which nothing is known but its roles. In the package of the graph, which
/// nobody else needs.
public final class BareServer {
    private BareServer() {}

    /// Serves the controller on a socket.
    public static CsiServer start(Path socket, Role role) {
        var server = DaggerServerGraph.factory()
                .create(
                        new DriverIdentity("benchmark.moorage.org", "1", false),
                        DriverName.ALONE,
                        new Roles(List.of(role)),
                        Set.of(Service.CONTROLLER),
                        () -> {
                            throw new IllegalStateException("the controller touches no host");
                        },
                        Optional.empty(),
                        ClaimAnnotations.NONE,
                        FailureNotes.NONE,
                        Meters.NONE,
                        InstantSource.system(),
                        Thread.ofVirtual().factory())
                .server();
        server.start(List.of(new Endpoint.Unix(socket)));
        return server;
    }
}
