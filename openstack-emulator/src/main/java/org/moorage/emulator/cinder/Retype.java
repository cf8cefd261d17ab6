package org.moorage.emulator.cinder;

import java.util.Objects;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// Another type for a volume. Every method is called under the timeline's lock.
final class Retype {
    private static final String UNFIT =
            "Invalid volume: Retype needs volume to be in available or in-use state, not be part of an active migration"
                    + " or a consistency group, requested type has to be different that the one from the volume, and"
                    + " for in-use volumes front-end qos specs cannot change.";

    private final Store store;
    private final Timeline timeline;
    private final Quota quota;

    Retype(Store store, Timeline timeline, Quota quota) {
        this.store = store;
        this.timeline = timeline;
        this.quota = quota;
    }

    /// Begins to change the type. What Cinder cannot do it takes on all the same, and then leaves the volume as
    /// it was, without a message.
    ///
    /// @param mayMove whether the volume may be migrated
    void begin(String id, String nameOrId, boolean mayMove) {
        var volume = store.requireVolume(id);
        var type = store.requireType(nameOrId);
        var before = volume.status();
        if (type.multiattach() != volume.flags().multiattach() && before != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid input received: Invalid volume_type passed, retypes affecting"
                    + " multiattach are only allowed on available volumes, the specified volume however currently has"
                    + " a status of: " + before + ".");
        }
        quota.checkType(store, type, volume.size());
        var otherQos = !Objects.equals(type.qos(), volume.type().qos());
        if ((before != Status.AVAILABLE && before != Status.IN_USE)
                || type.equals(volume.type())
                || (before == Status.IN_USE && otherQos)) {
            throw Rejection.badRequest(UNFIT);
        }
        var moves = type.isFarFrom(volume.type());
        var possible = !moves || (mayMove && !store.hasSnapshots(id));
        store.change(
                id,
                old -> old.with(Status.RETYPING, timeline.now())
                        .with(old.flags().multiattach(type.multiattach()), timeline.now()));
        timeline.later(
                Operation.RETYPE_VOLUME,
                () -> {},
                () -> store.change(
                        id, old -> (possible ? old.with(type, timeline.now()) : old).with(before, timeline.now())),
                () -> store.change(id, old -> old.with(before, timeline.now())));
    }
}
