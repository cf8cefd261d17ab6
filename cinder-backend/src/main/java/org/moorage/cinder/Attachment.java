package org.moorage.cinder;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;
import org.moorage.openstack.watch.Wait;

/// One volume on its way to one server: a read, a request to Nova, a wait.
///
/// @param cloud    where both are
/// @param volume   the volume's id
/// @param server   the server's id
/// @param deadline how long it may take
record Attachment(CinderCloud cloud, String volume, String server, Deadline deadline) {
    /// Attaches the volume unless it is.
    ///
    /// @return what the node wants to see again
    Map<String, String> make() {
        var found = show();
        if (isDone(found)) {
            return answer(found);
        }
        switch (found.status()) {
            case Known.AVAILABLE -> request(found);
            case Known.IN_USE -> {
                refuseHeld(found);
                request(found);
            }
            case Known.RESERVED, Known.ATTACHING -> resume(found);
            case Known.DELETING -> throw new Failure.NotFound(what() + ": the volume is being deleted");
            case VolumeStatus status
            when status.failed() ->
                throw new Failure.Precondition(what() + ": the volume's status is " + status.text());
            case VolumeStatus passing ->
                throw new Failure.Aborted(what() + ": the volume's status is " + passing.text());
        }
        return answer(await());
    }

    private String what() {
        return "attach volume " + volume + " to server " + server;
    }

    private BlockVolume show() {
        return CinderFailures.find(what(), () -> cloud.volumes().show(volume, deadline))
                .orElseThrow(() -> new Failure.NotFound(what() + ": there is no such volume"));
    }

    private boolean isDone(BlockVolume state) {
        return state.attachmentTo(server).isPresent()
                && (state.status() == Known.IN_USE || (state.multiattach() && state.status() != Known.DETACHING));
    }

    private Map<String, String> answer(BlockVolume state) {
        return state.attachmentTo(server)
                .flatMap(BlockVolume.ServerAttachment::device)
                .map(device -> Map.of(CinderNames.DEVICE_PATH, device))
                .orElse(Map.of());
    }

    private void refuseHeld(BlockVolume state) {
        if (!state.multiattach()) {
            var holders = state.attachments().stream()
                    .map(BlockVolume.ServerAttachment::server)
                    .collect(Collectors.joining(", "));
            throw new Failure.Precondition(what() + ": it is attached to server " + holders
                    + "; if that server is gone for good, delete it or detach the volume there");
        }
    }

    /// Somebody has begun to attach the volume: an earlier try of this call, whose end is then waited for, or
    /// another, which must end first, unless nobody stands behind it any more.
    private void resume(BlockVolume state) {
        for (var attachment : StrayAttachments.list(cloud, volume, deadline)) {
            // Of a shared volume another server may hold a whole attachment, which is not in the way.
            if (!StrayAttachments.isWhole(attachment) && StrayAttachments.clear(cloud, attachment, deadline)) {
                request(state);
                return;
            }
            if (attachment.server().filter(server::equals).isPresent()) {
                return;
            }
        }
        throw new Failure.Aborted(what() + ": the volume is " + state.status().text() + " for another server");
    }

    private void request(BlockVolume state) {
        switch (CinderFailures.ask(
                what(), () -> cloud.servers().attach(server, volume, state.multiattach(), deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 400 -> throw unfit(refused.words());
            // Exhausted means that the server can take no more, which Nova says with 403: nothing else may look so.
            case Asked.Refused<Boolean> refused
            when refused.status() == 413 -> throw new Failure.Unavailable(what() + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private Failure unfit(String words) {
        var text = words.toLowerCase(Locale.ROOT);
        var message = what() + ": " + words;
        // Another call changed the volume since it was read.
        var meanwhile = text.contains("already attached") || text.contains("status must be");
        return meanwhile ? new Failure.Aborted(message) : new Failure.Precondition(message);
    }

    private BlockVolume await() {
        var wait = new Wait<BlockVolume>(
                volume, "attach volume", "volume " + volume + " to be attached to " + server, false, this::isSettled);
        var state = CinderFailures.read(what(), () -> cloud.volumeWatch().await(wait, deadline))
                .orElseThrow(() -> new Failure.NotFound(what() + ": the volume was deleted meanwhile"));
        if (isDone(state)) {
            return state;
        }
        throw new Failure.Aborted(what() + ": Nova took it on and gave it up, the volume's status is "
                + state.status().text() + "; the server's actions in Nova say why");
    }

    /// Nova reserves the volume before it answers, so a volume that is available after that was given back.
    private boolean isSettled(Optional<BlockVolume> state) {
        return state.isEmpty()
                || isDone(state.get())
                || state.get().status() == Known.AVAILABLE
                || state.get().status().failed();
    }
}
