package org.moorage.openstack.sharedfilesystem;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// What Manila tells its users about operations that went wrong. Safe for many threads.
public final class Messages {
    private static final String ERROR = "ERROR";

    private final Dialect dialect;

    Messages(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The latest error of that object, if Manila wrote one.
    ///
    /// @param resource the UUID of a share, a snapshot or a share group
    /// @throws OpenStackError if the request brings no usable answer
    public Optional<Message> latestError(String resource, Deadline deadline) {
        var query = Map.of("resource_id", List.of(resource), "message_level", List.of(ERROR));
        var call = Calls.get("message_list", "/messages", query, dialect.best(deadline));
        var messages = dialect.send(call, deadline).as(Many.class).messages();
        return Optional.ofNullable(messages).orElse(List.of()).stream()
                .filter(body -> resource.equals(body.resourceId()))
                .filter(body ->
                        body.messageLevel() == null || body.messageLevel().equals(ERROR))
                .map(Body::toMessage)
                .max(Comparator.comparing(Message::createdAt));
    }

    record Many(@Nullable List<Body> messages) {}

    record Body(
            @Nullable String resourceId,
            @Nullable String messageLevel,
            @Nullable String detailId,
            @Nullable String actionId,
            @Nullable String userMessage,
            @Nullable String createdAt) {
        Message toMessage() {
            return new Message(
                    Objects.requireNonNullElse(detailId, ""),
                    Objects.requireNonNullElse(actionId, ""),
                    Objects.requireNonNullElse(userMessage, ""),
                    Timestamps.parse(createdAt));
        }
    }
}
