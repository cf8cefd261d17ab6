import org.jspecify.annotations.NullMarked;

/// The life of a volume, driven step by step through a running CSI server: what a cluster does, without a cluster.
@NullMarked
module org.moorage.demo {
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.stub;
    requires io.netty.common;
    requires io.netty.transport;
    requires org.moorage.csi;
    requires org.moorage.emulator;
    requires org.moorage.openstack.sharedfilesystem;

    opens org.moorage.demo to
            com.fasterxml.jackson.databind,
            info.picocli;
}
