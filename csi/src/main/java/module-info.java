/// The messages and stubs of CSI: the wire contract, generated from `csi.proto`.
module org.moorage.csi {
    requires transitive com.google.protobuf;
    requires transitive io.grpc;
    requires transitive io.grpc.stub;
    requires io.grpc.protobuf;
    requires com.google.common;

    exports org.moorage.csi.v1;
}
