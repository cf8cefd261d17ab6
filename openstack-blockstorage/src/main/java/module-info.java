import org.jspecify.annotations.NullMarked;

/// Cinder as Moorage calls it: typed calls, and the states that are waited for.
@NullMarked
module org.moorage.openstack.blockstorage {
    requires static org.jspecify;
    requires transitive org.moorage.openstack;
    requires com.fasterxml.jackson.databind;

    exports org.moorage.openstack.blockstorage;

    opens org.moorage.openstack.blockstorage to
            com.fasterxml.jackson.databind;
}
