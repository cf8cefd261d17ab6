import org.jspecify.annotations.NullMarked;

/// The SPI between the CSI server and its storage backends: roles that a backend may take, the values that
/// travel between the two, and the failures that a caller can act on.
///
/// No gRPC, protobuf, HTTP or cloud type appears here. A backend implements {@link
/// org.moorage.api.plugin.BackendProvider} and the roles it can fill; implementing a role is what announces the
/// CSI capability behind it.
@NullMarked
module org.moorage.api {
    requires static org.jspecify;

    exports org.moorage.api;
    exports org.moorage.api.failure;
    exports org.moorage.api.inventory;
    exports org.moorage.api.node;
    exports org.moorage.api.plugin;
    exports org.moorage.api.snapshot;
    exports org.moorage.api.volume;
}
