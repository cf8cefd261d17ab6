import org.jspecify.annotations.NullMarked;

/// The only code that touches the host: it finds devices, makes, checks and grows file systems, mounts, unmounts
/// and measures. It knows no cloud; a backend describes a volume by a {@link org.moorage.api.node.NodeAccess} and
/// {@link org.moorage.node.NodeAgent} acts upon it.
@NullMarked
module org.moorage.node {
    requires static org.jspecify;
    requires transitive org.moorage.api;
    requires org.slf4j;

    exports org.moorage.node;
}
