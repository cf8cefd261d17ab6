import org.jspecify.annotations.NullMarked;

/// The CSI server: the gRPC services, the checks that CSI asks of every driver, the translation between messages
/// and values, and the command line. It knows backends only by {@link org.moorage.api.plugin.BackendProvider}.
@NullMarked
module org.moorage.server {
    requires static org.jspecify;
    // Dagger's generated code bears an annotation of this module.
    requires static java.compiler;
    requires org.moorage.api;
    requires org.moorage.csi;
    requires org.moorage.node;
    requires org.moorage.tls;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.snakeyaml.engine;
    requires io.grpc.netty;
    requires io.netty.common;
    requires io.netty.transport;
    requires dagger;
    requires jakarta.inject;
    requires javax.inject;
    requires info.picocli;
    requires org.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires jdk.httpserver;
    requires java.logging;
    requires java.management;

    exports org.moorage.server.command;

    uses org.moorage.api.plugin.BackendProvider;

    provides System.LoggerFinder with
            org.moorage.server.command.JdkLog;
}
