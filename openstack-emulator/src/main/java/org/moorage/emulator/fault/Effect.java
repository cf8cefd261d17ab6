package org.moorage.emulator.fault;

import java.time.Duration;
import java.util.Optional;

/// What happens to a request instead of, before or after its being served.
public sealed interface Effect {
    /// It is served, but only after that time.
    record Delay(Duration time) implements Effect {}

    /// It is served after that was done: what others do at just this moment.
    record Meanwhile(Runnable deed) implements Effect {}

    /// It is not served: this status is answered, in the service's own error body.
    record Status(int code, Optional<Duration> retryAfter, String message) implements Effect {}

    /// The connection is dropped and nothing was done.
    record DropBefore() implements Effect {}

    /// What was asked for is done, then the connection is dropped in place of an answer.
    record DropAfter() implements Effect {}
}
