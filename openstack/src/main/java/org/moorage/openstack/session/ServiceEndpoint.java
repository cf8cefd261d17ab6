package org.moorage.openstack.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.transport.Answer;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Envelope;

/// A service with the session's token: a token that the service refuses is replaced once, and the call sent
/// again, since the service did not act on it.
record ServiceEndpoint(ServiceKind kind, Session session, Channel channel) implements Endpoint {
    private static final int UNAUTHORIZED = 401;

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
        return channel.send(call, new Envelope(Optional.of(token.value()), headers, List.of()), deadline);
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
