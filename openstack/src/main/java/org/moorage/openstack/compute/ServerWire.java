package org.moorage.openstack.compute;

/// Attachments as they travel: the JSON of `/servers/{id}/os-volume_attachments`.
final class ServerWire {
    private ServerWire() {}

    record Attach(AttachBody volumeAttachment) {}

    record AttachBody(String volumeId) {}
}
