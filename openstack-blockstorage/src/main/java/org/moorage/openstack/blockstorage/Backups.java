package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's backups, one request a method. Every method throws {@link OpenStackError} when the request brings no
/// usable answer. Safe for many threads.
public final class Backups {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Backups(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// A page of the backups in the selection, with their details.
    public Listing<BlockBackup> list(Selection selection, Deadline deadline) {
        var call = Calls.get("backup_list", "/backups/detail", selection.query(), metadata());
        return endpoint.send(call, deadline).as(BackupWire.Many.class).toListing();
    }

    /// The backup of that id.
    public BlockBackup show(String id, Deadline deadline) {
        var call = Calls.get("backup_get", path(id), Map.of(), metadata());
        return endpoint.send(call, deadline).as(BackupWire.One.class).require(id);
    }

    /// Asks for a backup, and returns its id.
    public String create(NewBackup wanted, Deadline deadline) {
        var version =
                wanted.availabilityZone().map(_ -> Microversions.BACKUP_ZONE).or(Backups::metadata);
        var call = Calls.post("backup_create", "/backups", BackupWire.Create.of(wanted), version);
        return endpoint.send(call, deadline).as(BackupWire.Made.class).requireId(wanted.name());
    }

    /// Asks to delete the backup.
    public void delete(String id, Deadline deadline) {
        endpoint.send(Calls.delete("backup_delete", path(id), Optional.empty()), deadline);
    }

    private static Optional<String> metadata() {
        return Optional.of(Microversions.BACKUP_METADATA);
    }

    private static String path(String id) {
        return "/backups/" + Calls.part(id);
    }
}
