package org.moorage.openstack.answer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.http.OpenStackError;

/// Turns what OpenStack answers into failures: the only place that does, for all backends.
///
/// What leaves a read is never final, since callers forget an object after a final failure and an earlier try of
/// the same call may have begun something. A write whose outcome is not known, or that was begun and cannot be
/// followed, leaves as {@link Failure.Unfinished} or {@link Failure.Unavailable} for the same reason.
public final class Answers {
    /// How often a write is made whose outcome is not known.
    private static final int TRIES = 3;

    private Answers() {}

    /// The answer of a read.
    ///
    /// @param what what is being done, for the message: `attach volume 1234`
    public static <T> T read(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (OpenStackError error) {
            throw unknown(what, error);
        }
    }

    /// The answer of a read; empty when there is no such object.
    public static <T> Optional<T> find(String what, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw unknown(what, error);
        }
    }

    /// The answer of a page of a listing.
    ///
    /// @param continued whether the page begins behind a marker, which the service may not know any more
    /// @throws Failure.Aborted if it does not know it
    public static <T> T page(String what, boolean continued, Supplier<T> call) {
        try {
            return call.get();
        } catch (OpenStackError error) {
            if (continued && refused(error, 400, 404)) {
                throw new Failure.Aborted(message(what + ": the token belongs to no listing, start again", error));
            }
            throw unknown(what, error);
        }
    }

    /// The answer of a read that may fail without harm.
    public static <T> Optional<T> tryRead(Supplier<Optional<T>> call) {
        try {
            return call.get();
        } catch (OpenStackError _) {
            return Optional.empty();
        }
    }

    /// How the cloud takes a write.
    ///
    /// @throws Failure.Unavailable the outcome is not known, or the cloud asks to come later
    /// @throws Failure.Unfinished  the deadline came first
    public static <T> Asked<T> ask(String what, Supplier<T> call) {
        try {
            return new Asked.Granted<>(call.get());
        } catch (OpenStackError error) {
            return refused(what, error);
        }
    }

    /// How the cloud takes a write whose effect can be found: when it is not known whether the cloud acted, the
    /// effect is looked for, and where there is none the write is made again, a few times.
    ///
    /// @param find looks for the effect, as long as the cloud may need to show it
    /// @throws Failure.Unavailable the outcome is still not known, or the cloud asks to come later; also when it
    ///     refuses a repeat, since an earlier one may have been granted meanwhile
    /// @throws Failure.Unfinished  the deadline came first
    public static <T> Asked<T> insist(String what, Supplier<T> call, Supplier<Optional<T>> find) {
        for (var tries = 1; ; tries++) {
            try {
                return new Asked.Granted<>(call.get());
            } catch (OpenStackError error) {
                if (error.kind() != OpenStackError.Kind.UNKNOWN) {
                    if (tries > 1) {
                        throw unknown(what, error);
                    }
                    return refused(what, error);
                }
                if (tries == TRIES) {
                    throw unknown(what, error);
                }
            }
            var effect = find.get();
            if (effect.isPresent()) {
                return new Asked.Granted<>(effect.get());
            }
        }
    }

    private static <T> Asked<T> refused(String what, OpenStackError error) {
        if (error.kind() == OpenStackError.Kind.UNAUTHENTICATED) {
            throw new Failure.Denied(message(what, error));
        }
        if (error.kind() != OpenStackError.Kind.REFUSED || isForNow(error)) {
            throw unknown(what, error);
        }
        var words = error.faultMessage().orElse(String.valueOf(error.getMessage()));
        return new Asked.Refused<>(error.status(), words, refusal(what, error, words));
    }

    /// The same for a write that answers nothing.
    public static Asked<Boolean> ask(String what, Runnable call) {
        return ask(what, () -> {
            call.run();
            return true;
        });
    }

    private static Failure refusal(String what, OpenStackError error, String words) {
        var message = message(what, error);
        return switch (error.status()) {
            case 400 -> new Failure.Invalid(message);
            case 403 -> isLimit(words) ? new Failure.Exhausted(message) : new Failure.Denied(message);
            case 404 -> new Failure.NotFound(message);
            case 409 -> new Failure.Aborted(message);
            case 413 -> new Failure.Exhausted(message);
            case 406 -> new Failure.Broken(message + "; the cloud is too old for this");
            default -> new Failure.Broken(message);
        };
    }

    /// Nova answers 403 both for its policy and for a server that can take no more.
    private static boolean isLimit(String words) {
        var text = words.toLowerCase(Locale.ROOT);
        return text.contains("maximum allowed number") || text.contains("quota") || text.contains("too many");
    }

    private static boolean isForNow(OpenStackError error) {
        return error.status() == 429
                || error.status() == 408
                || (error.status() == 413 && error.retryAfter().isPresent());
    }

    private static Failure unknown(String what, OpenStackError error) {
        return switch (error.kind()) {
            case DEADLINE -> new Failure.Unfinished(message(what, error));
            case REFUSED, UNKNOWN, UNREACHABLE, UNAUTHENTICATED ->
                new Failure.Unavailable(message(what, error), error.retryAfter(), error);
        };
    }

    private static boolean refused(OpenStackError error, int... statuses) {
        return error.kind() == OpenStackError.Kind.REFUSED
                && Arrays.stream(statuses).anyMatch(status -> status == error.status());
    }

    private static String message(String what, OpenStackError error) {
        return what + ": " + error.getMessage();
    }
}
