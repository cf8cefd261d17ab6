package org.moorage.openstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.moorage.openstack.http.OpenStackError;

/// One wait under way. Guarded by the lock of its {@link StatusWatch}.
final class Waiter<T> {
    /// How many shared listings may miss an object before it is looked at by itself.
    private static final int ABSENCES = 3;

    final Wait<T> wait;
    final Instant begun;
    final Instant deadline;
    final Condition changed;
    private final Pace pace;
    private Instant due;
    private Duration pending = Duration.ZERO;
    private int absences;
    private boolean reading;
    private boolean alone;
    private boolean over;
    private Optional<T> state = Optional.empty();
    private Optional<List<T>> among = Optional.empty();
    private boolean seen;
    private @Nullable OpenStackError trouble;

    Waiter(Wait<T> wait, Instant begun, Instant deadline, Pace pace, Condition changed) {
        this.wait = wait;
        this.begun = begun;
        this.deadline = deadline;
        this.pace = pace;
        this.changed = changed;
        this.due = begun.plus(pace.first());
    }

    /// Takes in a state that was read after the wait began.
    void alone(Optional<T> now, Instant at) {
        among = Optional.empty();
        observe(now, at);
    }

    private void observe(Optional<T> now, Instant at) {
        reading = false;
        alone = false;
        absences = 0;
        trouble = null;
        state = now;
        seen = true;
        if (wait.settled().test(now)) {
            pace.learn(pending, Duration.between(begun, at));
            finish();
        } else {
            stillPending(at);
        }
    }

    /// Takes in the object's state out of a listing.
    ///
    /// @param listed everything that the listing showed; empty when it may have missed something
    void observe(T now, Optional<List<T>> listed, Instant at) {
        among = listed;
        observe(Optional.of(now), at);
    }

    /// Takes in that a shared listing did not show the object.
    ///
    /// @param whole whether the listing showed all that changed while the waits under way lasted
    void missed(boolean whole, Instant at) {
        if (whole && wait.justRemoved()) {
            observe(Optional.empty(), at);
            return;
        }
        absences++;
        if (wait.leavesList() || absences >= ABSENCES) {
            reading = false;
            alone = true;
            due = at;
            changed.signal();
        } else {
            stillPending(at);
        }
    }

    /// Takes in that nothing could be read, which a later look may mend.
    void postpone(OpenStackError error, Instant at) {
        trouble = error;
        stillPending(at);
    }

    /// Takes in that no shared listing could be read: the object is next looked at by itself.
    void unlisted(OpenStackError error, Instant at) {
        alone = true;
        postpone(error, at);
    }

    /// Takes in that nothing can be read.
    void fail(OpenStackError error) {
        trouble = error;
        finish();
    }

    /// Makes the next look fall due at once: the one under way ended without a word about this object.
    void hurry(Instant at) {
        reading = false;
        due = at;
        changed.signal();
    }

    private void stillPending(Instant at) {
        reading = false;
        pending = Duration.between(begun, at);
        due = at.plus(Pace.next(pending));
        // Who slept while another read for it knew of no time to wake.
        changed.signal();
    }

    private void finish() {
        reading = false;
        over = true;
        changed.signal();
    }

    /// How long such changes took lately.
    Duration usual() {
        return pace.first();
    }

    void startReading() {
        reading = true;
    }

    void notBefore(Instant time) {
        if (due.isBefore(time)) {
            due = time;
        }
    }

    boolean over() {
        return over;
    }

    boolean reading() {
        return reading;
    }

    /// Whether a shared listing has not helped, so that the object must be looked at by itself.
    boolean alone() {
        return alone;
    }

    Instant due() {
        return due;
    }

    /// The state that ended the wait.
    ///
    /// @throws OpenStackError if the wait ended because nothing can be read
    Sight<T> result() {
        if (trouble != null) {
            throw trouble;
        }
        return new Sight<>(state, among);
    }

    /// What is known by now, for a message.
    String lastKnown(StateSource<T> source) {
        var status = seen ? ", last seen: " + state.map(source::status).orElse("gone") : "";
        return trouble == null ? status : status + ", last answer: " + trouble.getMessage();
    }
}
