package org.moorage.openstack.compute;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Servers as they travel, and the JSON of `/servers/{id}/os-volume_attachments`, which Nova spells unlike the rest
/// of its API.
final class ServerWire {
    private ServerWire() {}

    record One(@Nullable Body server) {
        boolean beingBuilt() {
            return server != null && "BUILD".equals(server.status());
        }
    }

    record Body(@Nullable String status) {}

    record Attach(@JsonProperty("volumeAttachment") AttachBody attachment) {}

    record AttachBody(@JsonProperty("volumeId") String volume) {}
}
