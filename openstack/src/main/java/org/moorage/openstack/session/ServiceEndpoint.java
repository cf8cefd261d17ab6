package org.moorage.openstack.session;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.transport.Answer;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Envelope;
import org.moorage.openstack.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service with the session's token: a token that the service refuses is replaced once, and the call sent
/// again, since the service did not act on it. Each new token says anew where the service is.
final class ServiceEndpoint implements Endpoint {
    private static final int UNAUTHORIZED = 401;
    private static final Pattern VERSION_PATH = Pattern.compile("^.*?/v\\d+(\\.\\d+)?(?=/|$)");
    private static final Logger LOG = LoggerFactory.getLogger(ServiceEndpoint.class);

    private final ServiceKind kind;
    private final CloudAccess access;
    private final String cloud;
    private final Session session;
    private final Transport transport;
    private volatile Located located;

    /// The way to the service as one token knew it.
    private record Located(Token token, Channel channel) {}

    /// @param first the token that the first login brought
    /// @param cloud the cloud, for messages
    /// @throws Refusal if the first token's catalog does not have the service
    ServiceEndpoint(
            ServiceKind kind, CloudAccess access, String cloud, Session session, Token first, Transport transport) {
        this.kind = kind;
        this.access = access;
        this.cloud = cloud;
        this.session = session;
        this.transport = transport;
        this.located = new Located(first, new Channel(transport, url(first)));
    }

    @Override
    public Reply send(Call call, Deadline deadline) {
        var token = session.token(deadline);
        try {
            return send(call, token, deadline);
        } catch (OpenStackError e) {
            if (e.status() != UNAUTHORIZED) {
                throw e;
            }
        }
        var fresh = session.replace(token, deadline);
        try {
            return send(call, fresh, deadline);
        } catch (OpenStackError e) {
            throw e.status() == UNAUTHORIZED ? unauthenticated(e) : e;
        }
    }

    private Answer send(Call call, Token token, Deadline deadline) {
        var headers = call.microversion().map(kind::versionHeaders).orElse(Map.of());
        var channel = call.path().equals(Calls.VERSIONS) ? root(channel(token)) : channel(token);
        return channel.send(call, new Envelope(Optional.of(token.value()), headers, List.of()), deadline);
    }

    /// The way to the root of the API's version: `/share/v2` of `/share/v2/PROJECT`.
    private Channel root(Channel channel) {
        var path = channel.base().getRawPath();
        var version = VERSION_PATH.matcher(path);
        return version.find() ? new Channel(transport, channel.base().resolve(version.group())) : channel;
    }

    /// The same channel as before unless the service has moved: it knows how the service fared.
    private Channel channel(Token token) {
        var known = located;
        if (known.token().equals(token)) {
            return known.channel();
        }
        var url = known.channel().base();
        try {
            url = url(token);
        } catch (Refusal lost) {
            LOG.atWarn().log("a new token's catalog is of no use, the one before it is used on: {}", lost.getMessage());
        }
        var channel = url.equals(known.channel().base()) ? known.channel() : new Channel(transport, url);
        located = new Located(token, channel);
        return channel;
    }

    private URI url(Token token) {
        return token.catalog().require(kind, access, cloud);
    }

    private static OpenStackError unauthenticated(OpenStackError error) {
        return new OpenStackError(
                OpenStackError.Kind.UNAUTHENTICATED,
                error.status(),
                error.getMessage() + "; so it did with a new token",
                error.faultMessage(),
                error.retryAfter(),
                error);
    }
}
