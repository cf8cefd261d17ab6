package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's own record of attachments (3.27), one request a method: for looking behind what Nova says, and for
/// clearing what a vanished server left behind. Every method throws {@link OpenStackError} when the request
/// brings no usable answer. Safe for many threads.
public final class Attachments {
    private static final int PAGE = 1000;

    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Attachments(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// All attachments of the volume, complete or not.
    public List<BlockAttachment> ofVolume(String volume, Deadline deadline) {
        var query = Selection.everything().ofVolume(volume).query();
        var call = Calls.get("attachment_list", "/attachments/detail", query, Optional.of(Microversions.ATTACHMENTS));
        var answer = endpoint.send(call, deadline).as(Many.class).attachments();
        return Optional.ofNullable(answer).orElse(List.of()).stream()
                .map(Body::toAttachment)
                .filter(attachment -> attachment.volume().equals(volume))
                .toList();
    }

    /// A page of all attachments of the project, complete or not, behind the one of that id. Cinder does not say
    /// whether another page follows, so the last one is empty.
    public Listing<BlockAttachment> page(Optional<String> marker, Deadline deadline) {
        var query = Selection.everything().page(marker, PAGE).query();
        var call = Calls.get("attachment_list", "/attachments", query, Optional.of(Microversions.ATTACHMENTS));
        var answer = endpoint.send(call, deadline).as(Many.class).attachments();
        var entries = Optional.ofNullable(answer).orElse(List.of()).stream()
                .map(Body::toAttachment)
                .toList();
        return new Listing<>(
                entries,
                entries.isEmpty()
                        ? Optional.empty()
                        : Optional.of(entries.getLast().id()));
    }

    /// Deletes the attachment: the volume is then free of it.
    public void delete(String id, Deadline deadline) {
        var path = "/attachments/" + Calls.part(id);
        endpoint.send(Calls.delete("attachment_delete", path, Optional.of(Microversions.ATTACHMENTS)), deadline);
    }

    record Many(@Nullable List<Body> attachments) {}

    record Body(String id, String volumeId, @Nullable String instance, String status) {
        BlockAttachment toAttachment() {
            return new BlockAttachment(id, volumeId, Optional.ofNullable(instance), status);
        }
    }
}
