import org.jspecify.annotations.NullMarked;

/// The compatibility kit: what callers of CSI may expect of a backend, as one abstract test class for each role. The
/// author of a backend extends those of the roles that the backend fills.
@NullMarked
module org.moorage.testkit {
    requires static org.jspecify;
    requires transitive org.moorage.api;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports org.moorage.testkit;
}
