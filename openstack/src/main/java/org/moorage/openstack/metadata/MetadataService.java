package org.moorage.openstack.metadata;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Backoff;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Connector;
import org.moorage.openstack.transport.Envelope;
import org.moorage.openstack.transport.Pauses;
import org.moorage.openstack.transport.Tls;
import org.moorage.openstack.transport.Transport;

/// Nova's metadata service on its link-local addresses. No proxy is asked, whatever the environment says. Safe for
/// many threads.
final class MetadataService {
    private static final Call READ = new Call(
            "metadata_get",
            Call.Method.GET,
            "/openstack/latest/meta_data.json",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Call.Repeat.SAFE);

    private final Supplier<List<URI>> addresses;
    private final Duration timeout;
    private final InstantSource clock;
    private final Map<URI, Channel> channels = new ConcurrentHashMap<>();

    private @Nullable Transport transport;

    /// The address that answered last: it is asked first.
    private volatile @Nullable URI answering;

    /// @param addresses where the service may be, the likeliest first
    /// @param timeout   how long each may take to answer, tries included
    MetadataService(Supplier<List<URI>> addresses, Duration timeout, InstantSource clock) {
        this.addresses = addresses;
        this.timeout = timeout;
        this.clock = clock;
    }

    /// @throws OpenStackError if the service answers at none of its addresses; what the likeliest said
    MetadataDocument read(Deadline deadline) {
        OpenStackError first = null;
        for (var address : inOrder()) {
            try {
                var document = read(address, deadline.within(timeout));
                answering = address;
                return document;
            } catch (OpenStackError e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first == null) {
            throw new IllegalStateException("there is no address to ask");
        }
        throw first;
    }

    private MetadataDocument read(URI address, Deadline deadline) {
        var channel = channels.computeIfAbsent(address, base -> new Channel(transport(), base));
        return channel.send(READ, new Envelope(Optional.empty(), Map.of(), List.of()), deadline)
                .as(MetadataDocument.class);
    }

    /// Made when it is needed: most nodes know who they are without it, and spare an HTTP client's memory.
    private synchronized Transport transport() {
        var made = transport;
        if (made == null) {
            made = new Transport(
                    Connector.withoutProxy(),
                    Tls.believingNobody(),
                    clock,
                    Meters.NONE,
                    "moorage",
                    Backoff.BRIEF,
                    Pauses.SLEEPING);
            transport = made;
        }
        return made;
    }

    private List<URI> inOrder() {
        var known = answering;
        var order = new ArrayList<>(addresses.get());
        if (known != null && order.remove(known)) {
            order.addFirst(known);
        }
        return order;
    }
}
