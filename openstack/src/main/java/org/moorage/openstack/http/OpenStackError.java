package org.moorage.openstack.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call to a service that brought no usable answer.
///
/// The message is one line: what was tried, what the service said, its request id. It holds no token and no
/// password. Backends turn these into failures of their own, in one place.
public final class OpenStackError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is known about the request, and so about the state behind it.
    public enum Kind {
        /// The service answered with a status of 400 or above, and did not act.
        REFUSED,
        /// The service answered 5xx, or not at all, after the request had been sent: it may have acted.
        UNKNOWN,
        /// The request never reached the service.
        UNREACHABLE,
        /// The deadline came, or the caller went away, before an answer: the service may have acted.
        DEADLINE,
        /// Keystone refuses the credentials.
        UNAUTHENTICATED
    }

    private final Kind kind;
    private final int status;
    private final transient Optional<String> faultMessage;
    private final transient Optional<Duration> retryAfter;

    /// @param kind         what is known about the request
    /// @param status       the HTTP status, 0 without one
    /// @param faultMessage what the service gave as its reason, if it gave one
    /// @param retryAfter   how long the service asked to be left alone, if it did
    public OpenStackError(
            Kind kind,
            int status,
            String message,
            Optional<String> faultMessage,
            Optional<Duration> retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.faultMessage = faultMessage;
        this.retryAfter = retryAfter;
    }

    /// What is known about the request.
    public Kind kind() {
        return kind;
    }

    /// The HTTP status, 0 without one.
    public int status() {
        return status;
    }

    /// What the service gave as its reason, if it gave one.
    public Optional<String> faultMessage() {
        return faultMessage;
    }

    /// How long the service asked to be left alone, if it did. Empty for a full quota, which Cinder answers
    /// with 413 and `Retry-After: 0`.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// Whether the request came to nothing before the service looked at it: it was not reached, or the credentials were
    /// refused.
    public boolean neverActed() {
        return kind == Kind.UNREACHABLE || kind == Kind.UNAUTHENTICATED;
    }

    /// Whether the service said that the object is not there.
    public boolean notFound() {
        return kind == Kind.REFUSED && status == 404;
    }
}
