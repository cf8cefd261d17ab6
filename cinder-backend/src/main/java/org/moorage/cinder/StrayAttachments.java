package org.moorage.cinder;

import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockAttachment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears attachments that Cinder keeps and nobody stands behind any more: their server is gone, or Nova died before
/// it had made anything of a reservation.
///
/// It is safe because Nova writes its own record before it reserves a volume in Cinder: whoever sees Cinder's record
/// first and then none of Nova's has found a leftover. Cinder asks Nova once more by itself.
final class StrayAttachments {
    private static final Logger LOG = LoggerFactory.getLogger(StrayAttachments.class);
    private static final String ATTACHED = "attached";

    private StrayAttachments() {}

    /// All attachments of the volume, complete or not.
    static List<BlockAttachment> list(CinderCloud cloud, String volume, Deadline deadline) {
        return Answers.read(
                "look up the attachments of volume " + volume,
                () -> cloud.attachments().ofVolume(volume, deadline));
    }

    /// Whether the attachment is complete, so that it may carry data.
    static boolean isWhole(BlockAttachment attachment) {
        return attachment.status().equals(ATTACHED);
    }

    /// Clears the attachment if it is a stray one.
    ///
    /// @return whether it was, and is gone
    static boolean clear(CinderCloud cloud, BlockAttachment attachment, Deadline deadline) {
        return isWhole(attachment)
                ? clearOfVanishedServer(cloud, attachment, deadline)
                : clearUnknownToNova(cloud, attachment, deadline);
    }

    /// Clears the attachment if its server is gone: nothing can be using it.
    ///
    /// @return whether it was, and is gone
    static boolean clearOfVanishedServer(CinderCloud cloud, BlockAttachment attachment, Deadline deadline) {
        if (attachment.server().isEmpty()) {
            return false;
        }
        var server = attachment.server().get();
        if (Answers.read("ask for server " + server, () -> cloud.servers().exists(server, deadline))) {
            return false;
        }
        remove(cloud, attachment, deadline);
        return true;
    }

    /// Clears the attachment if Nova does not know of it. A whole one may carry data past Nova all the same: that
    /// must have been said to be unused.
    ///
    /// @return whether it was, and is gone
    static boolean clearUnknownToNova(CinderCloud cloud, BlockAttachment attachment, Deadline deadline) {
        if (attachment.server().isEmpty()) {
            return false;
        }
        var server = attachment.server().get();
        var what = "ask for server " + server;
        // Nova reserves the volumes that a new server starts with before it records them.
        if (Answers.read(what, () -> cloud.servers().holds(server, attachment.volume(), deadline))
                || Answers.read(what, () -> cloud.servers().beingBuilt(server, deadline))) {
            return false;
        }
        remove(cloud, attachment, deadline);
        return true;
    }

    private static void remove(CinderCloud cloud, BlockAttachment attachment, Deadline deadline) {
        var what = "clear attachment " + attachment.id() + " of volume " + attachment.volume();
        switch (Answers.ask(what, () -> cloud.attachments().delete(attachment.id(), deadline))) {
            case Asked.Granted<Boolean> _ ->
                LOG.atWarn()
                        .addKeyValue("volume_id", attachment.volume())
                        .addKeyValue("node_id", attachment.server().orElse(""))
                        .addKeyValue("status", attachment.status())
                        .log("attachment that nobody stands behind cleared");
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused -> throw new Failure.Aborted(what + ": " + refused.words());
        }
    }
}
