package org.moorage.api.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a call could not be answered: one type for each thing that a caller can do about it.
///
/// The message says what was tried, on which object, what the cloud or the node said, and what to do; it holds
/// no secret and no class name. The server owns the only table from these types to gRPC codes.
///
/// The rule that matters most: once a request that may change something was sent and its outcome is not known,
/// only {@link Unfinished}, {@link Aborted} or {@link Unavailable} may be thrown, since callers forget an
/// object after any other (CSI 1.13, "Error Scheme"; an orphan would stay behind).
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// What the call was about is not there. Never thrown for something that was to be removed.
    public static final class NotFound extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public NotFound(String message) {
            super(message, null);
        }
    }

    /// An object of that name exists and is not what was asked for. The message lists the differences.
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Conflict(String message) {
            super(message, null);
        }
    }

    /// The object is in a state in which this cannot be done, and will stay so until somebody changes that
    /// state.
    public static final class Precondition extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Precondition(String message) {
            super(message, null);
        }
    }

    /// No quota, no space, or no slot is left; nothing was left behind.
    public static final class Exhausted extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Exhausted(String message) {
            super(message, null);
        }
    }

    /// A number lies outside what can be done: a size above a limit, a range that no whole GiB meets.
    public static final class OutOfRange extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public OutOfRange(String message) {
            super(message, null);
        }
    }

    /// The cloud or the node does not answer, or refuses for now; a repeat may succeed.
    public static final class Unavailable extends Failure {
        private static final long serialVersionUID = 1L;

        /// How long the other side asked to be left alone, if it said so.
        private final transient Optional<Duration> retryAfter;

        /// With its message.
        public Unavailable(String message) {
            this(message, Optional.empty(), null);
        }

        /// With its message, and what lies behind it.
        public Unavailable(String message, @Nullable Throwable cause) {
            this(message, Optional.empty(), cause);
        }

        /// With its message, how long the other side asked to be left alone, and what lies behind it.
        public Unavailable(String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        /// How long the other side asked to be left alone, if it said so.
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /// Another call works on the same object, or changed it meanwhile; a repeat finds the new state.
    public static final class Aborted extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Aborted(String message) {
            super(message, null);
        }
    }

    /// The caller's deadline came, or the caller went away, while the work was under way. A repeat of the same
    /// call finds what was begun and goes on from there.
    public static final class Unfinished extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Unfinished(String message) {
            super(message, null);
        }
    }

    /// The cloud's policy forbids this to the account in use.
    public static final class Denied extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Denied(String message) {
            super(message, null);
        }
    }

    /// The request itself is wrong and will be as wrong when repeated.
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Invalid(String message) {
            super(message, null);
        }
    }

    /// The cloud or the node did something that only somebody who reads this message can mend; nothing was left
    /// half made.
    public static final class Broken extends Failure {
        private static final long serialVersionUID = 1L;

        /// With its message.
        public Broken(String message) {
            super(message, null);
        }

        /// With its message, and what lies behind it.
        public Broken(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
