import org.jspecify.annotations.NullMarked;

/// OpenStack as Moorage uses it: configuration, sessions, transport, the status watch, and typed calls.
@NullMarked
module org.moorage.openstack {
    requires static org.jspecify;
    requires transitive org.moorage.api;
    requires com.fasterxml.jackson.databind;

    exports org.moorage.openstack.http;
}
