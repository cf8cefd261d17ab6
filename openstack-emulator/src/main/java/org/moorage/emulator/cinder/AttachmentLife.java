package org.moorage.emulator.cinder;

import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.http.Rejection;

/// Attachments as Cinder keeps them for Nova: reserved, attaching, attached, detaching, gone. The volume's own state
/// follows. Every method is called under the timeline's lock.
final class AttachmentLife {
    private final Store store;
    private final Timeline timeline;
    private Predicate<String> heldByNova = _ -> false;

    AttachmentLife(Store store, Timeline timeline) {
        this.store = store;
        this.timeline = timeline;
    }

    /// Tells which attachments Nova uses, and nobody else may end.
    void guard(Predicate<String> held) {
        heldByNova = held;
    }

    /// A new attachment that holds the volume. Also a shared volume takes one such at a time.
    Attachment reserve(String volumeId, @Nullable String serverId) {
        var volume = store.requireVolume(volumeId);
        var shared = volume.flags().multiattach();
        var free = volume.status() == Status.AVAILABLE || (shared && volume.status() == Status.IN_USE);
        if (!free && !again(volume, serverId)) {
            throw Rejection.badRequest("Invalid volume: Volume " + volumeId + " status must be "
                    + (shared ? "available or in-use or downloading" : "available or downloading")
                    + " to reserve, but the current status is " + volume.status() + ".");
        }
        var attachment = new Attachment(
                Store.newId(), volumeId, serverId, Attachment.State.RESERVED, null, timeline.now(), null);
        store.attachments.put(attachment.id(), attachment);
        if (free) {
            become(volumeId, Status.RESERVED);
        }
        return attachment;
    }

    /// Whether a server that has the volume asks for it again: it may be about to move to another host.
    private boolean again(Volume volume, @Nullable String serverId) {
        return serverId != null
                && (volume.status() == Status.IN_USE || volume.status() == Status.RESERVED)
                && store.attachmentsOf(volume.id()).stream()
                        .anyMatch(attachment -> serverId.equals(attachment.serverId()));
    }

    /// Half-way through an attach. On a busy machine this may come after its end, which it must not undo.
    void attaching(String id) {
        var attachment = store.attachments.get(id);
        if (attachment != null && attachment.state() == Attachment.State.RESERVED) {
            store.attachments.put(id, attachment.with(Attachment.State.ATTACHING));
            become(attachment.volumeId(), Status.ATTACHING);
        }
    }

    void attached(String id, String device) {
        var attachment = store.attachments.computeIfPresent(id, (_, old) -> old.attached(device, timeline.now()));
        if (attachment != null) {
            become(attachment.volumeId(), Status.IN_USE);
        }
    }

    /// Marks the volume as detaching, which it must be fit for.
    void beginDetaching(String volumeId) {
        if (store.requireVolume(volumeId).status() != Status.IN_USE) {
            throw Rejection.badRequest("Invalid volume: Unable to detach volume. Volume status must be 'in-use' and"
                    + " attach_status must be 'attached' to detach.");
        }
        store.change(volumeId, volume -> volume.with(Status.DETACHING, timeline.now()));
    }

    void rollDetaching(String volumeId) {
        store.change(
                volumeId,
                volume -> volume.status() == Status.DETACHING ? volume.with(Status.IN_USE, timeline.now()) : volume);
    }

    /// Ends an attachment on a user's wish.
    ///
    /// @throws Rejection 409 when Nova uses it
    void delete(String id) {
        var attachment = store.requireAttachment(id);
        if (heldByNova.test(id)) {
            throw new Rejection(
                    409,
                    "ConflictNovaUsingAttachment: Detach volume from instance " + attachment.serverId()
                            + " using the Compute API");
        }
        remove(id);
    }

    /// Ends an attachment; nothing happens when it is gone.
    void remove(String id) {
        var attachment = store.attachments.remove(id);
        if (attachment != null) {
            settle(attachment.volumeId());
        }
    }

    /// After an attachment has gone, the volume's state is that of the furthest among the others.
    private void settle(String volumeId) {
        var furthest =
                store.attachmentsOf(volumeId).stream().map(Attachment::state).max(Comparator.naturalOrder());
        become(volumeId, furthest.map(AttachmentLife::status).orElse(Status.AVAILABLE));
    }

    private static Status status(Attachment.State state) {
        return switch (state) {
            case RESERVED -> Status.RESERVED;
            case ATTACHING -> Status.ATTACHING;
            case ATTACHED -> Status.IN_USE;
        };
    }

    private void become(String volumeId, Status status) {
        store.change(volumeId, volume -> volume.with(status, timeline.now()));
    }
}
