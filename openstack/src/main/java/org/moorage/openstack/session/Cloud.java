package org.moorage.openstack.session;

import java.net.URI;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Backoff;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Connector;
import org.moorage.openstack.transport.Pauses;
import org.moorage.openstack.transport.Tls;
import org.moorage.openstack.transport.Transport;

/// One cloud that we are logged in to: where its services are, and a token that stays valid.
///
/// Two clouds share nothing. Safe for many threads.
public final class Cloud implements AutoCloseable {
    private final String name;
    private final Connector connector;
    private final Endpoint blockStorage;
    private final Endpoint compute;

    private Cloud(String name, Connector connector, Endpoint blockStorage, Endpoint compute) {
        this.name = name;
        this.connector = connector;
        this.blockStorage = blockStorage;
        this.compute = compute;
    }

    /// Logs in, and finds the services in the catalog.
    ///
    /// @param name   the cloud's name in the configuration, `""` for the unnamed one
    /// @param access what the configuration says of it
    /// @throws Refusal if the login fails, or a service is not there; it names the cloud, the URL and the
    ///     cure
    public static Cloud connect(String name, CloudAccess access, Client client, Deadline deadline) {
        var title = name.isEmpty() ? "[Global]" : "[Global \"" + name + "\"]";
        var tls = Tls.context(access.tls(), title);
        var connector = new Connector();
        try {
            var transport = new Transport(
                    connector,
                    tls,
                    client.clock(),
                    client.meters(),
                    client.userAgent(),
                    Backoff.PATIENT,
                    Pauses.SLEEPING);
            var session =
                    new Session(new Keystone(transport, access.authUrl(), access.credential()), client.clock(), title);
            var catalog = session.token(deadline).catalog();
            return new Cloud(
                    name,
                    connector,
                    endpoint(
                            ServiceKind.BLOCK_STORAGE,
                            session,
                            transport,
                            catalog.require(ServiceKind.BLOCK_STORAGE, access, title)),
                    endpoint(
                            ServiceKind.COMPUTE,
                            session,
                            transport,
                            catalog.require(ServiceKind.COMPUTE, access, title)));
        } catch (OpenStackError e) {
            connector.close();
            throw LoginRefusals.of(e, title, access);
        } catch (Refusal e) {
            connector.close();
            throw e;
        }
    }

    private static Endpoint endpoint(ServiceKind kind, Session session, Transport transport, URI url) {
        return new ServiceEndpoint(kind, session, new Channel(transport, url));
    }

    /// The cloud's name in the configuration, `""` for the unnamed one.
    public String name() {
        return name;
    }

    /// Cinder.
    public Endpoint blockStorage() {
        return blockStorage;
    }

    /// Nova.
    public Endpoint compute() {
        return compute;
    }

    /// Takes no more calls; those under way end by themselves. A repeat does nothing.
    @Override
    public void close() {
        connector.close();
    }
}
