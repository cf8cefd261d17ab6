import org.jspecify.annotations.NullMarked;

/// Volumes, attachments and snapshots on Cinder and Nova: the driver `cinder.csi.openstack.org`.
///
/// Nothing is exported: the server finds {@link org.moorage.cinder.CinderProvider} and sees roles alone.
@NullMarked
module org.moorage.cinder {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.moorage.api;
    requires org.moorage.openstack.blockstorage;
    requires org.slf4j;

    provides org.moorage.api.plugin.BackendProvider with
            org.moorage.cinder.CinderProvider;
}
