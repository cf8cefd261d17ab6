package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's volumes, one request a method. Every method throws {@link OpenStackError} when the request brings no
/// usable answer. Safe for many threads.
public final class Volumes {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Volumes(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// A page of the volumes in the selection, with their details.
    public Listing<BlockVolume> list(Selection selection, Deadline deadline) {
        var version = selection.updatedSince().map(_ -> Microversions.TIME_FILTER);
        return page(selection, version, deadline);
    }

    /// The first page of the volumes of exactly that name.
    ///
    /// @param plain whether to ask in the oldest version, for a Cinder that knows no newer
    public Listing<BlockVolume> named(String name, boolean plain, Deadline deadline) {
        var version = plain ? Optional.<String>empty() : Optional.of(Microversions.NAME_FILTER);
        return page(Selection.everything().named(name), version, deadline);
    }

    /// The volume of that id.
    public BlockVolume show(String id, Deadline deadline) {
        var call = Calls.get("volume_get", path(id), Map.of(), Optional.empty());
        return endpoint.send(call, deadline).as(VolumeWire.One.class).require(id);
    }

    /// Asks for a volume, and returns it as it stands then, mostly `creating`.
    ///
    /// @param plain whether to ask in the oldest version, for a Cinder that knows no newer
    public BlockVolume create(NewVolume wanted, boolean plain, Deadline deadline) {
        var version = wanted.backup().filter(_ -> !plain).map(_ -> Microversions.FROM_BACKUP);
        var call = Calls.post("volume_create", "/volumes", VolumeWire.Create.of(wanted), version);
        return endpoint.send(call, deadline).as(VolumeWire.One.class).require(wanted.name());
    }

    /// Writes these keys of the volume's metadata; the others stay.
    public void mark(String id, Map<String, String> metadata, Deadline deadline) {
        var body = Map.of("metadata", metadata);
        endpoint.send(Calls.post("volume_mark", path(id) + "/metadata", body, Optional.empty()), deadline);
    }

    /// Asks to delete the volume.
    public void delete(String id, Deadline deadline) {
        endpoint.send(Calls.delete("volume_delete", path(id), Optional.empty()), deadline);
    }

    /// Asks to grow a volume that is not in use.
    public void extend(String id, Bytes size, Deadline deadline) {
        extend(id, size, Optional.empty(), deadline);
    }

    /// Asks to grow a volume that is in use (3.42).
    public void extendInUse(String id, Bytes size, Deadline deadline) {
        extend(id, size, Optional.of(Microversions.EXTEND_IN_USE), deadline);
    }

    private void extend(String id, Bytes size, Optional<String> version, Deadline deadline) {
        var body = new VolumeWire.Extend(new VolumeWire.ExtendBody(size.gibRoundedUp()));
        endpoint.send(Calls.post("volume_extend", path(id) + "/action", body, version), deadline);
    }

    /// Asks to make the volume one of another type. Returns once Cinder has taken it on; what it then cannot do
    /// it leaves undone without a word.
    ///
    /// @param type the name or id of the type
    /// @param move whether the volume may be migrated if it cannot change where it is
    public void retype(String id, String type, boolean move, Deadline deadline) {
        var body = new VolumeWire.Retype(new VolumeWire.RetypeBody(type, move ? "on-demand" : "never"));
        act("volume_retype", id, body, deadline);
    }

    /// Says whether servers may be started from the volume.
    public void setBootable(String id, boolean on, Deadline deadline) {
        act("volume_set_bootable", id, new VolumeWire.SetBootable(new VolumeWire.BootableBody(on)), deadline);
    }

    /// Says whether a volume, not in use, is handed out for reading only.
    public void setReadOnly(String id, boolean on, Deadline deadline) {
        act("volume_set_readonly", id, new VolumeWire.SetReadOnly(new VolumeWire.ReadOnlyBody(on)), deadline);
    }

    /// Adds these entries to the volume's metadata, in place of those of the same keys; others stay.
    public void putMetadata(String id, Map<String, String> entries, Deadline deadline) {
        var path = path(id) + "/metadata";
        var body = new VolumeWire.Metadata(entries);
        endpoint.send(Calls.post("volume_metadata_update", path, body, Optional.empty()), deadline);
    }

    private void act(String operation, String id, Object body, Deadline deadline) {
        endpoint.send(Calls.post(operation, path(id) + "/action", body, Optional.empty()), deadline);
    }

    private Listing<BlockVolume> page(Selection selection, Optional<String> version, Deadline deadline) {
        var call = Calls.get("volume_list", "/volumes/detail", selection.query(), version);
        return endpoint.send(call, deadline).as(VolumeWire.Many.class).toListing();
    }

    private static String path(String id) {
        return "/volumes/" + Calls.part(id);
    }
}
