package org.moorage.openstack.transport;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Outcome.Again;
import org.moorage.openstack.transport.Outcome.Answered;
import org.moorage.openstack.transport.Outcome.Failed;
import org.openstack4j.core.transport.ClientConstants;
import org.openstack4j.core.transport.HttpMethod;
import org.openstack4j.core.transport.HttpRequest;

/// The way to one endpoint: sends calls, again where that does no harm, until the deadline. Safe for many
/// threads.
public final class Channel {
    private final Transport transport;
    private final URI base;
    private final Breaker breaker;
    private final Backoff backoff;

    /// A channel to the URL below which calls' paths lie.
    public Channel(Transport transport, URI base) {
        this.transport = transport;
        this.base = base;
        this.breaker = new Breaker(transport.clock(), base);
        this.backoff = transport.backoff();
    }

    /// The URL below which calls' paths lie.
    public URI base() {
        return base;
    }

    /// Sends the call until it is answered with a status below 300.
    ///
    /// @param envelope what goes along
    /// @throws OpenStackError if there is no such answer before the deadline
    public Answer send(Call call, Envelope envelope, Deadline deadline) {
        for (var attempt = 1; ; attempt++) {
            switch (tryOnce(call, envelope, deadline)) {
                case Answered answered -> {
                    return answered.answer();
                }
                case Failed failed -> {
                    var wait = waitAfter(failed, call.repeat(), attempt);
                    if (wait.isEmpty() || wait.get().compareTo(deadline.remaining()) >= 0) {
                        throw failed.error();
                    }
                    transport.meters().count("openstack_api_retries_total", Map.of("request", call.operation()));
                    pause(wait.get(), failed.error());
                }
            }
        }
    }

    private Outcome tryOnce(Call call, Envelope envelope, Deadline deadline) {
        var what = call.operation() + ": " + call.method() + " " + base.getRawAuthority() + base.getRawPath()
                + call.path();
        var closed = breaker.closedFor();
        if (closed.isPresent()) {
            return refusedByBreaker(what, closed.get());
        }
        if (deadline.passed()) {
            return new Failed(
                    error(OpenStackError.Kind.DEADLINE, what + " was not sent: the deadline has passed"),
                    Again.NEVER,
                    false);
        }
        var outcome = transport.exchange(what, call.operation(), request(call, envelope, deadline), envelope);
        breaker.note(outcome);
        return outcome;
    }

    private Optional<Duration> waitAfter(Failed failed, Call.Repeat repeat, int attempt) {
        var allowed = switch (failed.again()) {
            case ALWAYS -> true;
            case IF_REPEATABLE -> repeat == Call.Repeat.SAFE;
            case NEVER -> false;
        };
        return allowed ? backoff.wait(failed.error().retryAfter(), attempt) : Optional.empty();
    }

    private void pause(Duration wait, OpenStackError last) {
        try {
            transport.pauses().pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last.addSuppressed(e);
            throw new OpenStackError(
                    OpenStackError.Kind.DEADLINE,
                    0,
                    last.getMessage() + "; the caller went away before the next try",
                    last.faultMessage(),
                    Optional.empty(),
                    last);
        }
    }

    private HttpRequest<Void> request(Call call, Envelope envelope, Deadline deadline) {
        var builder = HttpRequest.builder(Void.class)
                .endpoint(base.toString())
                .path(call.path() + query(call))
                .method(HttpMethod.valueOf(call.method().name()))
                .config(transport.config(deadline.remaining()))
                .contentType(ClientConstants.CONTENT_TYPE_JSON)
                .header("User-Agent", transport.userAgent());
        envelope.headers().forEach(builder::header);
        envelope.token().ifPresent(token -> builder.header(ClientConstants.HEADER_X_AUTH_TOKEN, token.reveal()));
        call.body().ifPresent(body -> builder.json(Json.write(body)));
        return builder.build();
    }

    private static String query(Call call) {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        call.query().forEach((name, values) -> values.forEach(value -> query.add(encode(name) + "=" + encode(value))));
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Outcome refusedByBreaker(String what, Duration closed) {
        return new Failed(
                new OpenStackError(
                        OpenStackError.Kind.UNREACHABLE,
                        0,
                        what + " was not sent: the endpoint failed again and again and is left alone for "
                                + Math.max(1, closed.toSeconds()) + " s",
                        Optional.empty(),
                        Optional.of(closed),
                        null),
                Again.ALWAYS,
                false);
    }

    private static OpenStackError error(OpenStackError.Kind kind, String message) {
        return new OpenStackError(kind, 0, message, Optional.empty(), Optional.empty(), null);
    }
}
