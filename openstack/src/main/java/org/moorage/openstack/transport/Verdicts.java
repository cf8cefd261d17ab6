package org.moorage.openstack.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.OpenStackError.Kind;
import org.moorage.openstack.transport.Outcome.Again;
import org.moorage.openstack.transport.Outcome.Answered;
import org.moorage.openstack.transport.Outcome.Failed;

/// Says what an answer, or the lack of one, means: whether the service may have acted, and whether to try
/// again.
///
/// This is the one place that decides it; data is lost when it says "did not act" of a request that was
/// acted on.
///
/// @param clock what dates in `Retry-After` are compared with
record Verdicts(InstantSource clock) {
    /// The verdict on an answer.
    Outcome of(Answer answer) {
        var status = answer.status();
        if (status < 300) {
            return new Answered(answer);
        }
        if (status < 400) {
            var to = answer.header("Location").map(url -> " to " + url).orElse("");
            return new Failed(
                    error(Kind.REFUSED, answer, "redirected" + to + ": correct the endpoint's URL"),
                    Again.NEVER,
                    false);
        }
        return switch (status) {
            case 429 -> new Failed(error(Kind.REFUSED, answer), Again.ALWAYS, false);
            // Cinder answers a full quota with 413 and `Retry-After: 0`; waiting helps only where a time is given.
            case 413 ->
                new Failed(
                        error(Kind.REFUSED, answer),
                        retryAfter(answer).isPresent() ? Again.ALWAYS : Again.NEVER,
                        false);
            case 503 ->
                new Failed(error(Kind.UNKNOWN, answer), neverSeen(answer) ? Again.ALWAYS : Again.IF_REPEATABLE, true);
            case 501, 505 -> new Failed(error(Kind.REFUSED, answer), Again.NEVER, false);
            default ->
                status < 500
                        ? new Failed(error(Kind.REFUSED, answer), Again.NEVER, false)
                        : new Failed(error(Kind.UNKNOWN, answer), Again.IF_REPEATABLE, status != 500);
        };
    }

    /// The verdict on a connection that brought no answer.
    Outcome of(String what, ConnectionFailure failure) {
        var cause = failure.reason();
        return switch (cause) {
            case InterruptedException _ ->
                new Failed(
                        error(Kind.DEADLINE, what + " was given up: the caller went away", cause), Again.NEVER, false);
            case HttpConnectTimeoutException _ ->
                new Failed(error(Kind.UNREACHABLE, what + " got no connection in time", cause), Again.ALWAYS, true);
            case HttpTimeoutException _ ->
                new Failed(
                        error(Kind.DEADLINE, what + " was not answered before the deadline", cause),
                        Again.NEVER,
                        false);
            case ConnectException _, NoRouteToHostException _, UnknownHostException _ ->
                new Failed(
                        error(Kind.UNREACHABLE, what + " got no connection: " + reason(cause), cause),
                        Again.ALWAYS,
                        true);
            case SSLException tls
            when beforeRequest(tls) ->
                new Failed(
                        error(Kind.UNREACHABLE, what + " got no TLS connection: " + reason(cause), cause),
                        Again.NEVER,
                        true);
            default ->
                new Failed(
                        error(
                                Kind.UNKNOWN,
                                what + " got no answer: the connection broke (" + reason(cause) + ")",
                                cause),
                        Again.IF_REPEATABLE,
                        true);
        };
    }

    /// Whether a 503 came from in front of the service: the service itself adds its request id.
    private boolean neverSeen(Answer answer) {
        return answer.requestId().isEmpty() || retryAfter(answer).isPresent();
    }

    private static boolean beforeRequest(SSLException failure) {
        return failure instanceof SSLHandshakeException
                || String.valueOf(failure.getMessage()).contains("Unsupported or unrecognized SSL message");
    }

    private Optional<Duration> retryAfter(Answer answer) {
        return answer.header("Retry-After")
                .flatMap(header -> RetryAfter.parse(header, clock.instant()))
                .filter(wait -> answer.status() != 413 || wait.isPositive());
    }

    private OpenStackError error(Kind kind, Answer answer) {
        return error(kind, answer, answer.faultText().orElse("no reason given"));
    }

    private OpenStackError error(Kind kind, Answer answer, String reason) {
        return new OpenStackError(
                kind,
                answer.status(),
                answer.what() + " answered " + answer.status() + ": " + reason + answer.shownId(),
                answer.faultText(),
                retryAfter(answer),
                null);
    }

    private static OpenStackError error(Kind kind, String message, Throwable cause) {
        return new OpenStackError(kind, 0, message, Optional.empty(), Optional.empty(), cause);
    }

    private static String reason(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException) {
                return "its host name is not known";
            }
        }
        var root = failure;
        while (root.getCause() != null && root instanceof IOException && root.getMessage() == null) {
            root = root.getCause();
        }
        if (root.getMessage() == null) {
            return failure instanceof ConnectException ? "connection refused" : "it was closed";
        }
        if (root.getMessage().contains("header parser received no bytes")) {
            return "it was closed before the answer";
        }
        return root.getMessage().replaceAll("\\s+", " ");
    }
}
