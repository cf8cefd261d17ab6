package org.moorage.openstack.session;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Channel;
import org.moorage.openstack.transport.Envelope;
import org.moorage.openstack.transport.Transport;

/// Logs in to Keystone v3. Safe for many threads.
final class Keystone {
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(10);
    private static final Duration MOST_MARGIN = Duration.ofMinutes(5);
    private static final int MARGIN_PART = 10;

    private final Channel channel;
    private final Credential credential;
    private final InstantSource clock;

    Keystone(Transport transport, URI authUrl, Credential credential) {
        this.channel = new Channel(transport, versioned(authUrl));
        this.credential = credential;
        this.clock = transport.clock();
    }

    /// Fetches a new token.
    ///
    /// @throws OpenStackError if Keystone gives none before the deadline
    Token login(Deadline deadline) {
        var call = new Call(
                "token_create",
                Call.Method.POST,
                "/auth/tokens",
                Map.of(),
                Optional.of(LoginDocument.of(credential)),
                Optional.empty(),
                Call.Repeat.SAFE);
        var envelope = new Envelope(Optional.empty(), Map.of(), LoginDocument.secrets(credential));
        var asked = clock.instant();
        var answer = channel.send(call, envelope, deadline);
        var value = answer.header("X-Subject-Token");
        var body = answer.as(TokenDocument.class).token();
        if (value.isEmpty() || body == null) {
            throw new OpenStackError(
                    OpenStackError.Kind.REFUSED,
                    answer.status(),
                    answer + " without a token: is auth-url that of Keystone v3?",
                    Optional.empty(),
                    Optional.empty(),
                    null);
        }
        var life = life(body);
        var tenth = life.dividedBy(MARGIN_PART);
        var expiry = asked.plus(life);
        return new Token(
                new Secret(value.get()),
                expiry.minus(tenth.compareTo(MOST_MARGIN) < 0 ? tenth : MOST_MARGIN),
                expiry,
                new Catalog(Optional.ofNullable(body.catalog()).orElse(List.of())),
                Optional.ofNullable(body.project()).map(TokenDocument.Project::id));
    }

    /// Whether a failed login means that Keystone does not take the credentials. An application credential that has
    /// been deleted is answered with 404, a user that has been disabled with 401, one that lost its role
    /// with either of 401 and 403.
    static boolean refuses(OpenStackError error) {
        return error.kind() == OpenStackError.Kind.REFUSED
                && (error.status() == 401 || error.status() == 403 || error.status() == 404);
    }

    /// By the service's clock alone, since ours may differ.
    private static Duration life(TokenDocument.Body body) {
        try {
            if (body.issuedAt() != null && body.expiresAt() != null) {
                return Duration.between(OffsetDateTime.parse(body.issuedAt()), OffsetDateTime.parse(body.expiresAt()));
            }
        } catch (DateTimeException _) {
            // An unknown format: renew often.
        }
        return UNKNOWN_LIFE;
    }

    static URI versioned(URI authUrl) {
        var path = Optional.ofNullable(authUrl.getRawPath())
                .orElse("")
                .replaceAll("/+$", "")
                .replaceAll("/v(2\\.0|3)$", "");
        return authUrl.resolve(path.isEmpty() ? "/v3" : path + "/v3");
    }
}
