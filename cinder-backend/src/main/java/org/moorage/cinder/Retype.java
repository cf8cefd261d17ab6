package org.moorage.cinder;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;
import org.moorage.openstack.blockstorage.VolumeType;
import org.moorage.openstack.watch.Wait;

/// One volume on its way to another type.
///
/// Cinder takes a retype on at once, works on it for as long as a migration lasts, and on failure gives the
/// volume back with its old type and no word of why. A volume that is not `retyping` any more and not of the
/// type wanted is therefore one whose retype has failed, by whomever it was asked for.
///
/// @param cloud    where it is
/// @param asked    the name or id of the type
/// @param move     whether the volume may be migrated
/// @param what     what is being done, for messages
/// @param deadline how long it may take
record Retype(CinderCloud cloud, String asked, boolean move, String what, Deadline deadline) {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// The volume, of the type wanted, and no longer on its way to any.
    ///
    /// @param found the volume as it was just read
    BlockVolume apply(BlockVolume found) {
        var begun = found.status() == Known.RETYPING;
        var volume = begun ? await(found.id()) : found;
        var type = name();
        if (isOf(volume, type)) {
            return volume;
        }
        refuseUnfit(volume);
        if (begun && volume.type().equals(found.type())) {
            throw new Failure.Precondition(what + ": a retype that was under way has ended, and the type is still "
                    + volume.type().orElse("none") + Causes.of(cloud, volume.id(), deadline)
                    + "; a repeat asks Cinder again for " + type);
        }
        if (!request(volume, type)) {
            return show(volume.id());
        }
        var after = await(volume.id());
        if (!isOf(after, type)) {
            throw failed(after, type);
        }
        return after;
    }

    private void refuseUnfit(BlockVolume volume) {
        if (volume.status().failed()) {
            throw new Failure.Precondition(
                    what + ": its status is " + volume.status().text());
        }
        if (volume.status() != Known.AVAILABLE && volume.status() != Known.IN_USE) {
            throw new Failure.Aborted(
                    what + ": its status is " + volume.status().text());
        }
    }

    private static boolean isOf(BlockVolume volume, String type) {
        return volume.type().filter(type::equals).isPresent();
    }

    /// Volumes show their type by its name.
    private String name() {
        if (!UUID.matcher(asked).matches()) {
            return asked;
        }
        return Answers.read(what, () -> cloud.types().list(deadline)).stream()
                .filter(type -> type.id().equalsIgnoreCase(asked))
                .map(VolumeType::name)
                .findFirst()
                .orElse(asked);
    }

    /// Asks for the type.
    ///
    /// @return false when another has made it so meanwhile
    private boolean request(BlockVolume volume, String type) {
        switch (Answers.ask(what, () -> cloud.volumes().retype(volume.id(), type, move, deadline))) {
            case Asked.Granted<Boolean> _ -> {
                return true;
            }
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 -> {
                var now = show(volume.id());
                if (isOf(now, type) && now.status() != Known.RETYPING) {
                    return false;
                }
                throw unfit(now, type, refused.words());
            }
            case Asked.Refused<Boolean> refused
            when refused.status() == 404
                    && refused.words().toLowerCase(Locale.ROOT).contains("volume type") ->
                throw new Failure.Invalid(what + ": " + refused.words());
            // Nothing has begun, and the caller would hold on to this class for ever if it heard "exhausted".
            case Asked.Refused<Boolean> refused
            when refused.status() == 413 ->
                throw new Failure.Precondition(
                        what + ": " + refused.words() + "; raise the quota, or use another type");
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    /// Why Cinder refuses a type, which it says in one sentence for many reasons.
    private Failure unfit(BlockVolume now, String type, String words) {
        var text = words.toLowerCase(Locale.ROOT);
        if (now.status() != Known.AVAILABLE && now.status() != Known.IN_USE) {
            return new Failure.Aborted(what + ": its status is " + now.status().text());
        }
        if (now.status() == Known.IN_USE && text.contains("multiattach")) {
            return new Failure.Precondition(what + ": it is in use, and type " + type
                    + " differs in multiattach: detach it first (" + words + ")");
        }
        if (now.status() == Known.IN_USE && text.contains("qos")) {
            return new Failure.Precondition(what + ": it is in use, and type " + type + " differs in QoS specs from "
                    + now.type().orElse("none") + ", which Cinder changes only while it is detached (" + words + ")");
        }
        if (text.contains("migration") || text.contains("group")) {
            return new Failure.Precondition(what + ": it is part of a group or of a migration (" + words + ")");
        }
        return new Failure.Invalid(what + ": " + words);
    }

    /// Cinder took a retype on and gave it up.
    private Failure failed(BlockVolume after, String type) {
        var gaveUp = what + ": Cinder took the change to type " + type + " on and gave it up, the type is still "
                + after.type().orElse("none") + Causes.of(cloud, after.id(), deadline);
        if (!move) {
            return new Failure.Invalid(gaveUp + "; the backend cannot change it where it is, and the class does not"
                    + " let the volume move: set " + Attributes.MIGRATION_POLICY + ": on-demand, or use another type");
        }
        var snapshots = Answers.read(
                        what,
                        () -> cloud.snapshots().list(Selection.everything().ofVolume(after.id()), deadline))
                .entries();
        if (!snapshots.isEmpty()) {
            return new Failure.Precondition(gaveUp + "; a volume with snapshots cannot move, delete these first: "
                    + snapshots.stream().map(BlockSnapshot::id).collect(Collectors.joining(", ")));
        }
        return new Failure.Broken(gaveUp + "; Cinder's logs say why");
    }

    private BlockVolume await(String id) {
        var wait = new Wait<BlockVolume>(
                id,
                "retype volume",
                "volume " + id + " to be retyped",
                false,
                state -> state.stream().noneMatch(volume -> volume.status() == Known.RETYPING));
        return Answers.read(what, () -> cloud.volumeWatch().await(wait, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": it was deleted meanwhile"));
    }

    private BlockVolume show(String id) {
        return Answers.find(what, () -> cloud.volumes().show(id, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": it was deleted meanwhile"));
    }
}
