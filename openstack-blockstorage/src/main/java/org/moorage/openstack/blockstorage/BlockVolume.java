package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A volume as Cinder shows it.
///
/// @param id               its UUID
/// @param name             its name, which need not be unique
/// @param status           its status
/// @param size             its size, whole GiB
/// @param type             the name of its volume type
/// @param availabilityZone the zone that holds it
/// @param multiattach      whether it may be attached to several servers
/// @param bootable         whether servers may be started from it
/// @param snapshot         the snapshot that it was made of
/// @param sourceVolume     the volume that it was cloned from
/// @param metadata         its metadata
/// @param attachments      the attachments that are complete; one under way is not among them
/// @param createdAt        when Cinder accepted it
/// @param updatedAt        when it last changed; empty when it never has since then
public record BlockVolume(
        String id,
        String name,
        VolumeStatus status,
        Bytes size,
        Optional<String> type,
        Optional<String> availabilityZone,
        boolean multiattach,
        boolean bootable,
        Optional<String> snapshot,
        Optional<String> sourceVolume,
        Map<String, String> metadata,
        List<ServerAttachment> attachments,
        Instant createdAt,
        Optional<Instant> updatedAt) {
    /// Copies the collections.
    public BlockVolume {
        metadata = Map.copyOf(metadata);
        attachments = List.copyOf(attachments);
    }

    /// Whether Cinder hands it out for reading only; it shows this among the metadata.
    public boolean readOnly() {
        return "True".equals(metadata.get("readonly"));
    }

    /// The attachment to that server, if there is one.
    public Optional<ServerAttachment> attachmentTo(String server) {
        return attachments.stream()
                .filter(attachment -> attachment.server().equals(server))
                .findFirst();
    }

    /// An attachment as the volume shows it.
    ///
    /// @param id     the attachment's UUID
    /// @param server the server's UUID
    /// @param device the device name that Nova reported, such as `/dev/vdb`; a hint, often wrong in the guest
    public record ServerAttachment(String id, String server, Optional<String> device) {}
}
