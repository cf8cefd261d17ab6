package org.moorage.openstack.compute;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Attachments as they travel: the JSON of `/servers/{id}/os-volume_attachments`, which Nova spells unlike the
/// rest of its API.
final class ServerWire {
    private ServerWire() {}

    record Attach(@JsonProperty("volumeAttachment") AttachBody attachment) {}

    record AttachBody(@JsonProperty("volumeId") String volume) {}
}
