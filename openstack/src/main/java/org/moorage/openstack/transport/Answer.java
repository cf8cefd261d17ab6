package org.moorage.openstack.transport;

import java.io.IOException;
import java.util.Optional;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.openstack4j.core.transport.HttpResponse;

/// An answer as it came, whatever its status.
public final class Answer implements Reply {
    private final String what;
    private final HttpResponse response;
    private final byte[] body;

    private Answer(String what, HttpResponse response, byte[] body) {
        this.what = what;
        this.response = response;
        this.body = body;
    }

    /// Reads an answer to its end.
    ///
    /// @param what the request, for messages: `volume_get: GET cinder:8776/v3/volumes/1`
    static Answer of(String what, HttpResponse response) {
        try (var in = response.getInputStream()) {
            return new Answer(what, response, in.readAllBytes());
        } catch (IOException e) {
            throw new ConnectionFailure(e);
        }
    }

    @Override
    public int status() {
        return response.getStatus();
    }

    @Override
    public Optional<String> requestId() {
        return header("X-Openstack-Request-Id").or(() -> header("X-Compute-Request-Id"));
    }

    /// The header's value, if it was sent.
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    @Override
    public <T> T as(Class<T> type) {
        try {
            return Json.read(body, type);
        } catch (IOException e) {
            throw new OpenStackError(
                    OpenStackError.Kind.UNKNOWN,
                    status(),
                    what + " answered " + status() + " with a body that is not the JSON expected" + shownId(),
                    Optional.empty(),
                    Optional.empty(),
                    e);
        }
    }

    /// The request, for messages.
    String what() {
        return what;
    }

    /// What the service gives as its reason, if it gives one.
    Optional<String> faultText() {
        return FaultText.of(body);
    }

    /// The request id as messages end with it.
    String shownId() {
        return requestId().map(id -> " (request id " + id + ")").orElse("");
    }

    /// Keeps the body, which may hold secrets, out of sight.
    @Override
    public String toString() {
        return what + " answered " + status() + shownId();
    }
}
