package org.moorage.emulator.cinder;

import java.util.Map;
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

    Attachment reserve(String volumeId, @Nullable String serverId) {
        var volume = store.requireVolume(volumeId);
        var again = volume.status() == Status.RESERVED
                && store.attachmentsOf(volumeId).stream()
                        .allMatch(other -> serverId != null && serverId.equals(other.serverId()));
        var shared =
                volume.type().multiattach() && (volume.status() == Status.IN_USE || volume.status() == Status.RESERVED);
        if (volume.status() != Status.AVAILABLE && !again && !shared) {
            throw Rejection.badRequest("Invalid volume: Volume " + volumeId
                    + " status must be available or downloading to reserve, but the current status is "
                    + volume.status() + ".");
        }
        var attachment = new Attachment(
                Store.newId(), volumeId, serverId, Attachment.State.RESERVED, null, timeline.now(), null);
        store.attachments.put(attachment.id(), attachment);
        settle(volumeId);
        return attachment;
    }

    void attaching(String id) {
        change(id, Attachment.State.ATTACHING);
    }

    void attached(String id, String device) {
        var attachment = store.attachments.computeIfPresent(id, (_, old) -> old.attached(device, timeline.now()));
        if (attachment != null) {
            settle(attachment.volumeId());
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

    /// What a volume's state is, judged by its attachments.
    private void settle(String volumeId) {
        var states = store.attachmentsOf(volumeId).stream()
                .map(Attachment::state)
                .collect(java.util.stream.Collectors.toSet());
        var byUse = Map.of(
                Attachment.State.ATTACHED, Status.IN_USE,
                Attachment.State.DETACHING, Status.DETACHING,
                Attachment.State.ATTACHING, Status.ATTACHING,
                Attachment.State.RESERVED, Status.RESERVED);
        var status = java.util.stream.Stream.of(
                        Attachment.State.ATTACHED,
                        Attachment.State.DETACHING,
                        Attachment.State.ATTACHING,
                        Attachment.State.RESERVED)
                .filter(states::contains)
                .findFirst()
                .map(byUse::get)
                .orElse(Status.AVAILABLE);
        store.change(volumeId, volume -> volume.with(status, timeline.now()));
    }

    private void change(String id, Attachment.State state) {
        var attachment = store.attachments.computeIfPresent(id, (_, old) -> old.with(state));
        if (attachment != null) {
            settle(attachment.volumeId());
        }
    }
}
