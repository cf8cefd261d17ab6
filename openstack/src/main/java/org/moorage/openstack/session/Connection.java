package org.moorage.openstack.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Backoff;
import org.moorage.openstack.transport.Connector;
import org.moorage.openstack.transport.Pauses;
import org.moorage.openstack.transport.Tls;
import org.moorage.openstack.transport.Transport;

/// What one set of credentials opened: a session, and the services that it reaches. Safe for many threads.
///
/// One that has been replaced is not closed, since calls may still be on it: the JDK's client ends by itself when
/// nobody holds it and nothing is under way (`java.net.http.HttpClient`, implementation note).
///
/// @param session   keeps the token
/// @param project   the id of the project that the credentials are for; empty when Keystone does not say
/// @param endpoints the services
record Connection(Transport transport, Session session, Optional<String> project, Map<ServiceKind, Endpoint> endpoints)
        implements AutoCloseable {
    /// Copies the map.
    Connection {
        endpoints = Map.copyOf(endpoints);
    }

    /// Logs in, and finds the services in the catalog.
    ///
    /// @param title the cloud, for messages
    /// @throws OpenStackError if the login fails
    /// @throws Refusal        if a certificate cannot be used, or the catalog lacks a service that the client needs
    static Connection open(String title, CloudAccess access, Client client, Deadline deadline) {
        var transport = new Transport(
                new Connector(),
                Tls.context(access.tls(), title, access.vocabulary()),
                client.clock(),
                client.meters(),
                client.userAgent(),
                Backoff.PATIENT,
                Pauses.SLEEPING);
        try {
            return open(title, access, client.needs(), transport, deadline);
        } catch (OpenStackError | Refusal e) {
            transport.connector().close();
            throw e;
        }
    }

    static Connection open(
            String title, CloudAccess access, Set<ServiceKind> needs, Transport transport, Deadline deadline) {
        // Whoever starts a process wants to hear soon what is wrong; later, patience serves better.
        var first = keystone(access, transport.with(Backoff.BRIEF)).login(deadline);
        var session = new Session(keystone(access, transport), first, transport.clock(), title);
        var endpoints = new EnumMap<ServiceKind, Endpoint>(ServiceKind.class);
        for (var kind : ServiceKind.values()) {
            try {
                endpoints.put(kind, new ServiceEndpoint(kind, access, title, session, first, transport));
            } catch (Refusal missing) {
                if (needs.contains(kind)) {
                    throw missing;
                }
                endpoints.put(kind, (_, _) -> {
                    throw notThere(missing);
                });
            }
        }
        return new Connection(transport, session, first.project(), endpoints);
    }

    /// The service.
    Endpoint endpoint(ServiceKind kind) {
        return Objects.requireNonNull(endpoints.get(kind));
    }

    private static OpenStackError notThere(Refusal missing) {
        return new OpenStackError(
                OpenStackError.Kind.UNREACHABLE,
                0,
                String.join("; ", missing.problems()),
                Optional.empty(),
                Optional.empty(),
                missing);
    }

    private static Keystone keystone(CloudAccess access, Transport transport) {
        return new Keystone(transport, access.authUrl(), access.credential());
    }

    /// Takes no more calls; those under way end by themselves.
    @Override
    public void close() {
        transport.connector().close();
    }
}
