package org.moorage.openstack.answer;

import org.moorage.api.failure.Failure;

/// How a cloud took a request to change something.
///
/// @param <T> what it answers
public sealed interface Asked<T> {
    /// It does so.
    record Granted<T>(T answer) implements Asked<T> {}

    /// It does not, and has changed nothing.
    ///
    /// @param status  the HTTP status
    /// @param words   the reason that the service gave
    /// @param failure what that means, unless the caller knows better
    record Refused<T>(int status, String words, Failure failure) implements Asked<T> {}

    /// The answer.
    ///
    /// @throws Failure what the refusal means
    default T orThrow() {
        return switch (this) {
            case Granted<T> granted -> granted.answer();
            case Refused<T> refused -> throw refused.failure();
        };
    }
}
