package org.moorage.openstack.metadata;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Backoff;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Connector;
import org.moorage.openstack.transport.Envelope;
import org.moorage.openstack.transport.Pauses;
import org.moorage.openstack.transport.Tls;
import org.moorage.openstack.transport.Transport;

/// Nova's metadata service on the link-local address. No proxy is asked, whatever the environment says.
final class MetadataService {
    static final URI LINK_LOCAL = URI.create("http://169.254.169.254");

    private final Channel channel;
    private final Duration timeout;

    /// @param base    where the service is
    /// @param timeout how long it may take to answer, tries included
    MetadataService(URI base, Duration timeout, InstantSource clock) {
        var transport = new Transport(
                Connector.withoutProxy(),
                Tls.context(TlsSettings.SYSTEM, "metadata"),
                clock,
                Meters.NONE,
                "moorage",
                Backoff.BRIEF,
                Pauses.SLEEPING);
        this.channel = new Channel(transport, base);
        this.timeout = timeout;
    }

    /// @throws OpenStackError if the service does not answer
    MetadataDocument read(Deadline deadline) {
        var call = new Call(
                "metadata_get",
                Call.Method.GET,
                "/openstack/latest/meta_data.json",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Call.Repeat.SAFE);
        return channel.send(call, new Envelope(Optional.empty(), Map.of(), List.of()), deadline.within(timeout))
                .as(MetadataDocument.class);
    }
}
