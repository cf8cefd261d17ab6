package org.moorage.openstack.blockstorage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// What Cinder tells its users about operations that went wrong. Safe for many threads.
public final class Messages {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Messages(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The latest message about that object, if Cinder wrote one.
    ///
    /// @param resource the UUID of a volume or a snapshot
    /// @throws OpenStackError if the request brings no usable answer
    public Optional<String> latest(String resource, Deadline deadline) {
        var query = Map.of("resource_uuid", List.of(resource));
        var call = Calls.get("message_list", "/messages", query, Optional.of(Microversions.MESSAGES));
        var answer = endpoint.send(call, deadline).as(Many.class).messages();
        return Optional.ofNullable(answer).orElse(List.of()).stream()
                .filter(message -> resource.equals(message.resourceUuid()))
                .max(Comparator.comparing(message -> Timestamps.parse(message.createdAt())))
                .flatMap(message -> Optional.ofNullable(message.userMessage()));
    }

    record Many(@Nullable List<Body> messages) {}

    record Body(
            @Nullable String resourceUuid,
            @Nullable String userMessage,
            @Nullable String createdAt) {}
}
