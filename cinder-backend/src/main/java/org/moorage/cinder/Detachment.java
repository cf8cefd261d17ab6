package org.moorage.cinder;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;
import org.moorage.openstack.watch.Wait;

/// One volume on its way from one server: a read, a request to Nova, a wait.
///
/// It succeeds only once Cinder holds no attachment of the two, since everything that follows trusts that.
///
/// @param cloud    where both are, or were
/// @param volume   the volume's id
/// @param server   the server's id
/// @param deadline how long it may take
record Detachment(CinderCloud cloud, String volume, String server, Deadline deadline) {
    /// Detaches the volume unless it is.
    void make() {
        var found = show();
        if (found.isEmpty()) {
            return;
        }
        if (found.get().attachmentTo(server).isEmpty()) {
            clearIncomplete(found.get());
        } else if (found.get().status() == Known.DETACHING) {
            await();
        } else {
            request();
        }
    }

    private String what() {
        return "detach volume " + volume + " from server " + server;
    }

    private Optional<BlockVolume> show() {
        return CinderFailures.find(what(), () -> cloud.volumes().show(volume, deadline));
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

    /// Clears what is left of an attachment to the server.
    ///
    /// @param reason why there is one, for the message when it must stay
    private void clearStray(String reason) {
        for (var attachment : StrayAttachments.list(cloud, volume, deadline)) {
            if (attachment.server().filter(server::equals).isPresent()
                    && !StrayAttachments.clear(cloud, attachment, deadline)) {
                throw new Failure.Aborted(what() + ": Cinder has attachment " + attachment.id() + " in status "
                        + attachment.status() + ": " + reason);
            }
        }
    }

    private void request() {
        switch (CinderFailures.ask(what(), () -> cloud.servers().detach(server, volume, deadline))) {
            case Asked.Granted<Boolean> _ -> await();
            case Asked.Refused<Boolean> refused when refused.status() == 403 -> throw refused.failure();
            case Asked.Refused<Boolean> refused -> afterRefusal(refused);
        }
    }

    /// Nova refuses when the server is gone, when it knows of no such attachment, and when somebody else is at it.
    private void afterRefusal(Asked.Refused<Boolean> refused) {
        var now = show();
        if (now.isEmpty()) {
            return;
        }
        if (now.get().status() == Known.DETACHING) {
            await();
            return;
        }
        clearStray(refused.words());
    }

    private void await() {
        var wait = new Wait<BlockVolume>(
                volume, "detach volume", "volume " + volume + " to be detached from " + server, false, this::isSettled);
        var state = CinderFailures.read(what(), () -> cloud.volumeWatch().await(wait, deadline));
        if (state.isPresent() && state.get().attachmentTo(server).isPresent()) {
            throw new Failure.Aborted(what() + ": Nova took it on and gave it up, the volume's status is "
                    + state.get().status().text() + "; the server's actions in Nova say why");
        }
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
