import org.jspecify.annotations.NullMarked;

/// OpenStack as Moorage uses it: configuration, sessions, transport, the status watch, and the typed calls of Nova.
@NullMarked
module org.moorage.openstack {
    requires static org.jspecify;
    requires transitive org.moorage.api;
    requires org.moorage.tls;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires openstack4j.core;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports org.moorage.openstack.answer;
    exports org.moorage.openstack.compute;
    exports org.moorage.openstack.config;
    exports org.moorage.openstack.http;
    exports org.moorage.openstack.metadata;
    exports org.moorage.openstack.quota;
    exports org.moorage.openstack.session;
    exports org.moorage.openstack.watch;
    exports org.moorage.openstack.wire;
    exports org.moorage.openstack.zone;

    opens org.moorage.openstack.compute to
            com.fasterxml.jackson.databind;
    opens org.moorage.openstack.metadata to
            com.fasterxml.jackson.databind;
    opens org.moorage.openstack.session to
            com.fasterxml.jackson.databind;
    opens org.moorage.openstack.zone to
            com.fasterxml.jackson.databind;

    provides org.openstack4j.core.transport.HttpExecutorService with
            org.moorage.openstack.transport.Connector;
}
