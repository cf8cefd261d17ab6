package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A request that the Kubernetes API refused or did not answer. The message is one line without secrets.
public final class KubernetesError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;

    private final int status;

    private KubernetesError(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static KubernetesError unanswered(String what, Throwable cause) {
        var words = cause.getMessage() == null ? "no answer" : cause.getMessage();
        return new KubernetesError(0, what + ": " + words, cause);
    }

    /// @param body a `Status` object, or anything
    static KubernetesError refused(String what, int status, JsonNode body) {
        var words = body.path("message").asText("");
        return new KubernetesError(
                status, what + ": the Kubernetes API answered " + status + (words.isEmpty() ? "" : ": " + words), null);
    }

    /// The HTTP status; 0 when there was no answer.
    public int status() {
        return status;
    }

    /// Whether there is no such object, or no such kind of object.
    public boolean notFound() {
        return status == NOT_FOUND;
    }

    /// Whether an object of that name is there already.
    public boolean exists() {
        return status == CONFLICT;
    }

    /// Whether the account may not do this, or is none.
    public boolean denied() {
        return status == FORBIDDEN || status == 401;
    }

    /// Whether what a list or a watch began with has become too old to go on from.
    public boolean expired() {
        return status == GONE;
    }

    /// Whether the same request may succeed later.
    public boolean passing() {
        return status == 0 || status == TOO_MANY || status >= SERVER_ERRORS;
    }
}
