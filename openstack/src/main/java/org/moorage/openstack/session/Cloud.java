package org.moorage.openstack.session;

import java.net.URI;
import java.util.Optional;
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
    private final Optional<String> project;
    private final Transport transport;
    private final Endpoint blockStorage;
    private final Endpoint compute;

    private Cloud(String name, Optional<String> project, Transport transport, Endpoint blockStorage, Endpoint compute) {
        this.name = name;
        this.project = project;
        this.transport = transport;
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
        var transport = new Transport(
                new Connector(),
                Tls.context(access.tls(), title(name)),
                client.clock(),
                client.meters(),
                client.userAgent(),
                Backoff.PATIENT,
                Pauses.SLEEPING);
        try {
            return connect(name, access, transport, deadline);
        } catch (OpenStackError e) {
            transport.connector().close();
            throw LoginRefusals.of(e, title(name), access);
        } catch (Refusal e) {
            transport.connector().close();
            throw e;
        }
    }

    static Cloud connect(String name, CloudAccess access, Transport transport, Deadline deadline) {
        // Whoever starts a process wants to hear soon what is wrong; later, patience serves better.
        var first = keystone(access, transport.with(Backoff.BRIEF)).login(deadline);
        var session = new Session(keystone(access, transport), first, transport.clock(), title(name));
        var blockStorage = first.catalog().require(ServiceKind.BLOCK_STORAGE, access, title(name));
        var compute = first.catalog().require(ServiceKind.COMPUTE, access, title(name));
        return new Cloud(
                name,
                first.project(),
                transport,
                endpoint(ServiceKind.BLOCK_STORAGE, session, transport, blockStorage),
                endpoint(ServiceKind.COMPUTE, session, transport, compute));
    }

    private static String title(String name) {
        return name.isEmpty() ? "[Global]" : "[Global \"" + name + "\"]";
    }

    private static Keystone keystone(CloudAccess access, Transport transport) {
        return new Keystone(transport, access.authUrl(), access.credential());
    }

    private static Endpoint endpoint(ServiceKind kind, Session session, Transport transport, URI url) {
        return new ServiceEndpoint(kind, session, new Channel(transport, url));
    }

    /// The cloud's name in the configuration, `""` for the unnamed one.
    public String name() {
        return name;
    }

    /// The id of the project that the credentials are for; empty when Keystone does not say.
    public Optional<String> project() {
        return project;
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
        transport.connector().close();
    }
}
