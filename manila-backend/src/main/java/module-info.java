import org.jspecify.annotations.NullMarked;

/// File shares, their access rules and snapshots on Manila: the driver `manila.csi.openstack.org`.
///
/// Nothing is exported: the server finds {@link org.moorage.manila.ManilaProvider} and sees roles alone.
@NullMarked
module org.moorage.manila {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.moorage.api;
    requires org.moorage.openstack.sharedfilesystem;
    requires org.slf4j;

    provides org.moorage.api.plugin.BackendProvider with
            org.moorage.manila.ManilaProvider;
}
