package org.moorage.openstack.watch;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.moorage.api.Deadline;

/// What somebody waits for.
///
/// @param id           the object's id
/// @param change       the kind of change, one word; waits of one kind share what was learned about how long it
///                     takes: `create`, `attach`
/// @param what         what is waited for, for messages: `volume 1234 to become available`
/// @param leavesList   whether the change ends with the object missing from shared listings: it goes away, or
///                     they cannot show its end
/// @param justRemoved  whether the service has only just agreed to remove the object, so that a listing of what
///                     changed since must show it until it is gone
/// @param settled      whether a state ends the wait, for better or worse; empty stands for an object that is not
///                     there. It must not block and not throw
/// @param look         how the object is read by itself; empty reads it by its id
/// @param <T>          an object as its service shows it
public record Wait<T>(
        String id,
        String change,
        String what,
        boolean leavesList,
        boolean justRemoved,
        Predicate<Optional<T>> settled,
        Optional<Function<Deadline, Optional<T>>> look) {
    /// A wait for an object that is read by its id.
    public Wait(String id, String change, String what, boolean leavesList, Predicate<Optional<T>> settled) {
        this(id, change, what, leavesList, false, settled, Optional.empty());
    }

    /// This, with the object read by itself in that way, which throws what {@link StateSource#read} throws.
    public Wait<T> lookedAtBy(Function<Deadline, Optional<T>> other) {
        return new Wait<>(id, change, what, leavesList, justRemoved, settled, Optional.of(other));
    }

    /// This, begun right after the service agreed to remove the object.
    public Wait<T> afterRemoval() {
        return new Wait<>(id, change, what, leavesList, true, settled, look);
    }
}
