import org.jspecify.annotations.NullMarked;

/// TLS contexts made of PEM files, for the clients of OpenStack and of Kubernetes alike.
@NullMarked
module org.moorage.tls {
    requires static org.jspecify;

    exports org.moorage.tls;
}
