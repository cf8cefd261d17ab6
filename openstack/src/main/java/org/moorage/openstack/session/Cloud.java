package org.moorage.openstack.session;

import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.transport.Transport;

/// One cloud that we are logged in to: where its services are, and a token that stays valid.
///
/// Its endpoints outlive the credentials: when these have been replaced, calls go on with the new ones. Two clouds
/// share nothing. Safe for many threads.
public final class Cloud implements AutoCloseable {
    private final String name;
    private final Connections connections;

    Cloud(String name, Connections connections) {
        this.name = name;
        this.connections = connections;
    }

    /// Logs in, and finds the services in the catalog. The credentials stay as they are given.
    ///
    /// @param name   the cloud's name in the configuration, `""` for the unnamed one
    /// @param access what the configuration says of it
    /// @throws Refusal if the login fails, or a service is not there; it names the cloud, the URL and the
    ///     cure
    public static Cloud connect(String name, CloudAccess access, Client client, Deadline deadline) {
        try {
            return new Cloud(name, new Connections.Lasting(Connection.open(title(name), access, client, deadline)));
        } catch (OpenStackError e) {
            throw LoginRefusals.of(e, title(name), access);
        }
    }

    static Cloud connect(String name, CloudAccess access, Transport transport, Deadline deadline) {
        var needs = Set.of(ServiceKind.BLOCK_STORAGE, ServiceKind.COMPUTE);
        return new Cloud(
                name, new Connections.Lasting(Connection.open(title(name), access, needs, transport, deadline)));
    }

    /// How messages call the cloud of that name.
    static String title(String name) {
        return name.isEmpty() ? "[Global]" : "[Global \"" + name + "\"]";
    }

    /// The cloud's name in the configuration, `""` for the unnamed one.
    public String name() {
        return name;
    }

    /// The id of the project that the credentials are for now; empty when Keystone does not say.
    ///
    /// @throws OpenStackError if the cloud has not been logged in to yet
    public Optional<String> project() {
        return connections.current().project();
    }

    /// Cinder.
    public Endpoint blockStorage() {
        return (call, deadline) -> send(ServiceKind.BLOCK_STORAGE, call, deadline);
    }

    /// Nova.
    public Endpoint compute() {
        return (call, deadline) -> send(ServiceKind.COMPUTE, call, deadline);
    }

    /// Manila.
    public Endpoint sharedFileSystem() {
        return (call, deadline) -> send(ServiceKind.SHARED_FILE_SYSTEM, call, deadline);
    }

    /// Sends the call, and sends it again when it never reached the service for credentials, certificates or a place
    /// that have been replaced meanwhile.
    private Reply send(ServiceKind kind, Call call, Deadline deadline) {
        var connection = connections.current();
        while (true) {
            try {
                return connection.endpoint(kind).send(call, deadline);
            } catch (OpenStackError e) {
                if (!e.neverActed()) {
                    throw e;
                }
                connection = connections.insteadOf(connection, deadline).orElseThrow(() -> e);
            }
        }
    }

    /// Takes no more calls; those under way end by themselves. A repeat does nothing.
    @Override
    public void close() {
        connections.close();
    }
}
