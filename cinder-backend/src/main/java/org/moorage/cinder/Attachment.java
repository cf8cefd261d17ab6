package org.moorage.cinder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.AttachSpec;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;
import org.moorage.openstack.watch.Wait;

/// One volume on its way to one server: a request to Nova, and a wait for what becomes of it.
///
/// The request goes out before anything is read. That is safe because it asks for an attachment that is not shared:
/// Nova refuses it for a volume that several servers may share (its versions before 2.60 do), and Cinder lets one
/// server at a time reserve any other. So it attaches a volume that nobody has, or changes nothing. Only when it is
/// refused is the volume read, and what that means decided; the refusal may be that of a repeat whose first try was
/// granted without an answer.
///
/// @param cloud    where both are
/// @param spec     what is asked for
/// @param deadline how long it may take
record Attachment(CinderCloud cloud, AttachSpec spec, Deadline deadline) {
    /// Attaches the volume unless it is.
    ///
    /// @return what the node wants to see again
    Map<String, String> make() {
        if (spec.capability().mode().multiNode()) {
            return find(null);
        }
        return switch (ask(false)) {
            case Asked.Granted<Boolean> _ -> answer(await());
            case Asked.Refused<Boolean> refused -> find(refused);
        };
    }

    private String volume() {
        return spec.volume().value();
    }

    private String server() {
        return spec.node().value();
    }

    private String what() {
        return "attach volume " + volume() + " to server " + server();
    }

    /// Reads the volume and does what it still needs.
    ///
    /// @param first Nova's refusal of an attachment that is not shared; null when it was not asked for one
    private Map<String, String> find(Asked.@Nullable Refused<Boolean> first) {
        var found = show();
        if (isDone(found)) {
            return answer(found);
        }
        CinderVolumes.refusal(found, List.of(spec.capability())).ifPresent(reason -> {
            throw new Failure.Precondition(what() + ": " + reason);
        });
        switch (found.status()) {
            case Known.AVAILABLE -> again(found, first);
            case Known.IN_USE -> {
                if (free(found)) {
                    request(found);
                } else {
                    again(found, first);
                }
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

    private BlockVolume show() {
        return Answers.find(what(), () -> cloud.volumes().show(volume(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what() + ": there is no such volume"));
    }

    private boolean isDone(BlockVolume state) {
        return state.attachmentTo(server()).isPresent()
                && (state.status() == Known.IN_USE || (state.multiattach() && state.status() != Known.DETACHING));
    }

    private Map<String, String> answer(BlockVolume state) {
        var size = String.valueOf(state.size().gibRoundedUp());
        return state.attachmentTo(server())
                .flatMap(BlockVolume.ServerAttachment::device)
                .map(device -> Map.of(CinderNames.DEVICE_PATH, device, CinderNames.SIZE_GIB, size))
                .orElse(Map.of(CinderNames.SIZE_GIB, size));
    }

    /// Sees to it that no other server has a volume that this request may not share with it.
    ///
    /// @return whether attachments of servers that are gone had to be cleared for that
    private boolean free(BlockVolume state) {
        if (state.multiattach() && spec.capability().mode().multiNode()) {
            return false;
        }
        // A whole attachment is cleared when its server is gone, and for no other reason.
        var living = StrayAttachments.list(cloud, volume(), deadline).stream()
                .filter(attachment -> StrayAttachments.isWhole(attachment)
                        && !StrayAttachments.clearOfVanishedServer(cloud, attachment, deadline))
                .flatMap(attachment -> attachment.server().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!living.isEmpty()) {
            throw new Failure.Precondition(what() + ": it is attached to server " + living
                    + (state.multiattach()
                            ? ", and asked for in access mode "
                                    + spec.capability().mode()
                            : "")
                    + "; if that server is gone for good, delete it or detach the volume there");
        }
        return true;
    }

    /// Somebody has begun to attach the volume: an earlier try of this call, whose end is then waited for, or
    /// another, which must end first, unless nobody stands behind it any more.
    private void resume(BlockVolume state) {
        for (var attachment : StrayAttachments.list(cloud, volume(), deadline)) {
            // Of a shared volume another server may hold a whole attachment, which is not in the way.
            if (!StrayAttachments.isWhole(attachment) && StrayAttachments.clear(cloud, attachment, deadline)) {
                request(state);
                return;
            }
            if (attachment.server().filter(server()::equals).isPresent()) {
                return;
            }
        }
        throw new Failure.Aborted(what() + ": the volume is " + state.status().text() + " for another server");
    }

    /// Asks once more for a volume that nothing stands in the way of, unless the first refusal had another reason.
    private void again(BlockVolume state, Asked.@Nullable Refused<Boolean> first) {
        if (first != null && !state.multiattach() && !isMeanwhile(first)) {
            throw meaning(first);
        }
        request(state);
    }

    private void request(BlockVolume state) {
        if (ask(state.multiattach()) instanceof Asked.Refused<Boolean> refused) {
            throw meaning(refused);
        }
    }

    private Asked<Boolean> ask(boolean shared) {
        return Answers.ask(what(), () -> cloud.servers().attach(server(), volume(), shared, deadline));
    }

    private Failure meaning(Asked.Refused<Boolean> refused) {
        var message = what() + ": " + refused.words();
        return switch (refused.status()) {
            case 400 -> isMeanwhile(refused) ? new Failure.Aborted(message) : new Failure.Precondition(message);
            // Exhausted means that the server can take no more, which Nova says with 403: nothing else may look so.
            case 413 -> new Failure.Unavailable(message);
            default -> refused.failure();
        };
    }

    /// Whether Nova refused for what another call had done to the volume just then.
    private static boolean isMeanwhile(Asked.Refused<Boolean> refused) {
        var text = refused.words().toLowerCase(Locale.ROOT);
        return refused.status() == 400 && (text.contains("already attached") || text.contains("status must be"));
    }

    private BlockVolume await() {
        var wait = new Wait<BlockVolume>(
                volume(),
                "attach volume",
                "volume " + volume() + " to be attached to " + server(),
                false,
                this::isSettled);
        var state = Answers.read(what(), () -> cloud.volumeWatch().await(wait, deadline))
                .orElseThrow(() -> new Failure.NotFound(what() + ": the volume was deleted meanwhile"));
        if (!isDone(state)) {
            throw new Failure.Aborted(what() + ": Nova took it on and gave it up, the volume's status is "
                    + state.status().text() + "; the server's actions in Nova say why");
        }
        giveWay(state);
        return state;
    }

    /// Takes back an attachment of a shared volume that another process attached elsewhere at the same time, against
    /// an access mode which allows one node.
    private void giveWay(BlockVolume state) {
        var others = state.attachments().stream()
                .map(BlockVolume.ServerAttachment::server)
                .filter(other -> !other.equals(server()))
                .collect(Collectors.joining(", "));
        if (!spec.capability().mode().multiNode() && !others.isEmpty()) {
            new Detachment(cloud, volume(), server(), deadline).make();
            throw new Failure.Aborted(what() + ": it was attached to server " + others + " meanwhile");
        }
    }

    /// Nova reserves the volume before it answers, so a volume that is available after that was given back.
    private boolean isSettled(Optional<BlockVolume> state) {
        return state.isEmpty()
                || isDone(state.get())
                || state.get().status() == Known.AVAILABLE
                || state.get().status().failed();
    }
}
