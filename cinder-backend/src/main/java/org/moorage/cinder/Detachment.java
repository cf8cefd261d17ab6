package org.moorage.cinder;

import java.util.Optional;
import java.util.function.Predicate;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;
import org.moorage.openstack.watch.Wait;

/// One volume on its way from one server: a request to Nova, and a wait for what becomes of it.
///
/// The request names volume and server, so it can be sent before anything is read: it ends the attachment of these
/// two or changes nothing. Only when it is refused are both services read.
///
/// It succeeds only once Cinder holds no attachment of the two, since everything that follows trusts that.
///
/// @param cloud    where both are, or were
/// @param volume   the volume's id
/// @param server   the server's id
/// @param deadline how long it may take
record Detachment(CinderCloud cloud, String volume, String server, Deadline deadline) {
    /// How often a shared volume is asked for again after its detachment from another server stood in the way.
    private static final int TRIES = 3;

    private static final String GIVEN_UP = "Nova took it on and gave it up, the server's actions in Nova say why";

    /// Detaches the volume unless it is.
    void make() {
        for (var tries = 1; ; tries++) {
            switch (Answers.ask(what(), () -> cloud.servers().detach(server, volume, deadline))) {
                case Asked.Granted<Boolean> _ -> {
                    await(GIVEN_UP);
                    return;
                }
                case Asked.Refused<Boolean> refused when refused.status() == 403 -> throw refused.failure();
                case Asked.Refused<Boolean> refused -> {
                    if (afterRefusal(refused)) {
                        return;
                    }
                    if (tries == TRIES) {
                        throw new Failure.Aborted(what() + ": " + refused.words());
                    }
                }
            }
        }
    }

    private String what() {
        return "detach volume " + volume + " from server " + server;
    }

    /// Nova refuses when the server is gone, when it knows of no such attachment, and when somebody else is at it.
    ///
    /// @return whether the volume is detached
    private boolean afterRefusal(Asked.Refused<Boolean> refused) {
        var found = Answers.find(what(), () -> cloud.volumes().show(volume, deadline));
        if (found.isEmpty()) {
            return true;
        }
        if (found.get().attachmentTo(server).isEmpty()) {
            clearIncomplete(found.get());
            return true;
        }
        if (found.get().status() == Known.DETACHING) {
            if (found.get().multiattach()) {
                return awaitOther();
            }
            await(GIVEN_UP);
            return true;
        }
        clearStray(refused.words());
        return true;
    }

    /// The volume shows no attachment to the server. One that is only half made, or half taken away, would not show.
    private void clearIncomplete(BlockVolume state) {
        switch (state.status()) {
            case Known.RESERVED, Known.ATTACHING, Known.DETACHING -> clearStray("Nova neither ended it nor gave it up");
            case VolumeStatus _ -> {
                if (state.multiattach()) {
                    clearStray("Nova neither ended it nor gave it up");
                }
            }
        }
    }

    /// Clears what is left of attachments to the server, which whoever asks to detach says to be unused.
    ///
    /// @param reason why there is one, for the message when it must stay
    private void clearStray(String reason) {
        for (var attachment : StrayAttachments.list(cloud, volume, deadline)) {
            if (attachment.server().filter(server::equals).isPresent()
                    && !StrayAttachments.clearUnknownToNova(cloud, attachment, deadline)) {
                throw new Failure.Aborted(what() + ": Cinder has attachment " + attachment.id() + " in status "
                        + attachment.status() + ": " + reason);
            }
        }
    }

    private void await(String reason) {
        var state = await(this::isSettled);
        if (state.isEmpty()) {
            return;
        }
        if (state.get().attachmentTo(server).isPresent()) {
            // Cinder may keep a second attachment of the two, which Nova does not know of.
            clearStray(reason);
        } else if (state.get().status() == Known.RESERVED || state.get().status() == Known.ATTACHING) {
            clearIncomplete(state.get());
        }
    }

    /// A shared volume is being detached, from this server or from another.
    ///
    /// @return whether it is detached from this one when that has ended
    private boolean awaitOther() {
        return await(state -> state.isEmpty() || state.get().status() != Known.DETACHING)
                .flatMap(state -> state.attachmentTo(server))
                .isEmpty();
    }

    private Optional<BlockVolume> await(Predicate<Optional<BlockVolume>> settled) {
        var wait = new Wait<BlockVolume>(
                volume, "detach volume", "volume " + volume + " to be detached from " + server, false, settled);
        return Answers.read(what(), () -> cloud.volumeWatch().await(wait, deadline));
    }

    /// Nova marks the volume as detaching before it answers, so one that is in use again was not detached.
    private boolean isSettled(Optional<BlockVolume> state) {
        if (state.isEmpty()) {
            return true;
        }
        var status = state.get().status();
        return state.get().attachmentTo(server).isPresent()
                ? status.failed() || (status == Known.IN_USE && !state.get().multiattach())
                : status != Known.DETACHING || state.get().multiattach();
    }
}
