package org.moorage.openstack.http;

import java.util.Optional;

/// An answer with a status below 400.
public interface Reply {
    /// The HTTP status.
    int status();

    /// The id under which the service logged the request (`X-Openstack-Request-Id`), if it sent one.
    Optional<String> requestId();

    /// The body read as JSON into a record.
    ///
    /// A component `createdAt` is the field `created_at`; where the field is spelled otherwise the
    /// component carries `@JsonProperty`. Unknown fields are ignored; a field that is missing or null
    /// leaves a null, so that such a component is `@Nullable`. The record's package must be opened to
    /// `com.fasterxml.jackson.databind`. The same rules hold for {@link Call#body}, where null components
    /// are left out.
    ///
    /// @throws OpenStackError if the body is not such JSON
    <T> T as(Class<T> type);
}
