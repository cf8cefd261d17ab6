package org.moorage.cinder;

import java.util.HashMap;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus.Known;

/// One volume on its way to what a VolumeAttributesClass says.
///
/// The order makes every half-way state one that a repeat can go on from: the type first, which alone may take
/// long and be refused for reasons that nobody can see beforehand, so that a refusal leaves a volume on which
/// nothing has changed; then the flags; the metadata last, so that whoever acts upon it finds the rest done.
/// What is as it should be is not asked for.
///
/// @param cloud      where it is
/// @param attributes what it shall be
/// @param what       what is being done, for messages
/// @param deadline   how long it may take
record Modification(CinderCloud cloud, Attributes attributes, String what, Deadline deadline) {
    /// Makes the volume so.
    ///
    /// @param found the volume as it was just read
    void apply(BlockVolume found) {
        if (found.status() == Known.DELETING) {
            throw new Failure.NotFound(what + ": it is being deleted");
        }
        if (found.status() == Known.IN_USE && switchesReadOnly(found)) {
            throw new Failure.Precondition(what + ": Cinder changes 'readonly' only of a volume that is not in use,"
                    + " and it is attached; nothing was changed");
        }
        var volume = attributes
                .type()
                .map(type -> new Retype(cloud, type, attributes.move(), what, deadline).apply(found))
                .orElse(found);
        if (switchesReadOnly(volume)) {
            setReadOnly(volume, !volume.readOnly());
        }
        if (switchesBootable(volume)) {
            setBootable(volume, !volume.bootable());
        }
        putMetadata(volume);
    }

    private boolean switchesReadOnly(BlockVolume volume) {
        return attributes.readOnly().filter(on -> on != volume.readOnly()).isPresent();
    }

    private boolean switchesBootable(BlockVolume volume) {
        return attributes.bootable().filter(on -> on != volume.bootable()).isPresent();
    }

    private void setReadOnly(BlockVolume volume, boolean on) {
        switch (Answers.ask(what, () -> cloud.volumes().setReadOnly(volume.id(), on, deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            // The value is a good one, so it is the volume's status that changed since it was read.
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 -> throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private void setBootable(BlockVolume volume, boolean on) {
        var _ = Answers.ask(what, () -> cloud.volumes().setBootable(volume.id(), on, deadline))
                .orThrow();
    }

    private void putMetadata(BlockVolume volume) {
        var missing = new HashMap<String, String>();
        attributes.metadata().forEach((key, value) -> {
            if (!value.equals(volume.metadata().get(key))) {
                missing.put(key, value);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        switch (Answers.ask(what, () -> cloud.volumes().putMetadata(volume.id(), Map.copyOf(missing), deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 && refused.words().contains("not allowed for volumes in") ->
                throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused when refused.status() == 413 -> throw quota(refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private Failure quota(String words) {
        return new Failure.Precondition(what + ": " + words);
    }
}
