import org.jspecify.annotations.NullMarked;

/// Manila as Moorage calls it: typed calls, and the states that are waited for.
@NullMarked
module org.moorage.openstack.sharedfilesystem {
    requires static org.jspecify;
    requires transitive org.moorage.openstack;
    requires com.fasterxml.jackson.databind;

    exports org.moorage.openstack.sharedfilesystem;

    opens org.moorage.openstack.sharedfilesystem to
            com.fasterxml.jackson.databind;
}
