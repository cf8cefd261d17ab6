package org.moorage.openstack.http;

import java.util.Optional;

/// An answer with a status below 400.
public interface Reply {
    /// The HTTP status.
    int status();

    /// The id under which the service logged the request (`X-Openstack-Request-Id`), if it sent one.
    Optional<String> requestId();

    /// The body read as JSON into a record; unknown fields are ignored.
    ///
    /// @throws OpenStackError if the body is not such JSON
    <T> T as(Class<T> type);
}
