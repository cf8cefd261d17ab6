package org.moorage.manila;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what an earlier try of a create has left. Names are not unique in Manila, so of several
/// shares of one name that this driver made, the eldest that satisfies the request is the one; what
/// somebody else made is left alone.
///
/// @param cloud    where it is looked for
/// @param wanted   what is asked for
/// @param protocol what the driver's shares speak
record SameNamed(ManilaCloud cloud, WantedShare wanted, ShareProtocol protocol) {
    private static final Logger LOG = LoggerFactory.getLogger(SameNamed.class);
    private static final Comparator<Share> ELDEST_FIRST =
            Comparator.comparing(Share::createdAt).thenComparing(Share::id);

    /// The share of that name which satisfies the request, whole or still being made. Ones that
    /// Manila failed to make are removed; one that has been whole may hold data, and is not.
    ///
    /// @throws Failure.Unavailable one is in error that has been whole
    /// @throws Failure.Conflict there is one of that name, and none that satisfies the request
    Optional<Share> find(Deadline deadline) {
        var name = wanted.spec().name();
        var ours = Answers.read("look up share " + name, () -> list(deadline));
        ours.stream().filter(share -> share.status().errored()).forEach(share -> discard(share, deadline));
        var usable = ours.stream().filter(share -> !share.status().errored()).toList();
        var match = usable.stream().filter(this::satisfies).findFirst();
        if (match.isEmpty() && !usable.isEmpty()) {
            var first = usable.getFirst();
            throw new Failure.Conflict("volume " + name + " exists as share " + first.id() + ", but "
                    + String.join("; ", wanted.differences(first, protocol)));
        }
        match.ifPresent(share -> note(share, usable));
        return match;
    }

    /// Manila shows `error`, too, after trouble with the server of a share that was in use. Such a
    /// share has been somewhere, or somebody was granted access to it.
    private void discard(Share share, Deadline deadline) {
        var what = "look at share " + share.id();
        var served = !Answers.read(what, () -> cloud.locations().list(share.id(), deadline))
                        .isEmpty()
                || !Answers.read(what, () -> cloud.rules().list(share.id(), deadline))
                        .isEmpty();
        if (served) {
            throw new Failure.Unavailable("volume " + wanted.spec().name() + " exists as share " + share.id()
                    + ", which was whole once and has status error: it is not removed, since it may hold data; an"
                    + " administrator has to look at it");
        }
        ShareRemoval.discard(cloud, share.id(), deadline);
    }

    private boolean satisfies(Share share) {
        return wanted.differences(share, protocol).isEmpty();
    }

    /// All shares of that name that this driver made for this cluster and that are not going away,
    /// eldest first.
    ///
    /// @throws org.moorage.openstack.http.OpenStackError Manila does not tell
    List<Share> list(Deadline deadline) {
        return among(cloud.names().named(wanted.spec().name().value(), deadline));
    }

    /// Those of the shares that this driver made for this cluster and that are not going away, eldest
    /// first.
    List<Share> among(List<Share> shares) {
        return shares.stream()
                .filter(wanted::isOurs)
                .filter(share -> share.status() != ShareStatus.Known.DELETING
                        && share.status() != ShareStatus.Known.ERROR_DELETING)
                .sorted(ELDEST_FIRST)
                .toList();
    }

    /// The share that another process made for the same request at the same time, if that is the one
    /// to stay. All who made one choose alike: the eldest, and of equal age the one with the lesser
    /// id.
    ///
    /// @param all what {@link #list} said after the share was made
    Optional<Share> rival(List<Share> all, String made) {
        return all.stream()
                .filter(share -> !share.status().errored())
                .filter(this::satisfies)
                .findFirst()
                .filter(share -> !share.id().equals(made));
    }

    private static void note(Share chosen, List<Share> all) {
        if (all.size() > 1) {
            LOG.atWarn()
                    .addKeyValue("volume_id", chosen.id())
                    .addKeyValue("all", all.stream().map(Share::id).toList())
                    .log("several shares have this name: the eldest is used, the others need an operator");
        } else {
            LOG.atInfo().addKeyValue("volume_id", chosen.id()).log("share adopted");
        }
    }
}
