package org.moorage.cinder;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;

/// Why Cinder failed at something that it had accepted, as it tells its users.
final class Causes {
    private Causes() {}

    /// The cause as the end of a sentence: `: no valid backend`; empty when Cinder does not say.
    static String of(CinderCloud cloud, String id, Deadline deadline) {
        return find(cloud, id, deadline).map(text -> ": " + text).orElse("");
    }

    /// The failure for something that Cinder accepted, failed at, and that has been removed again.
    ///
    /// @param cause what {@link #of} said
    static Failure failure(String what, String cause) {
        var text = cause.toLowerCase(Locale.ROOT);
        var full = Stream.of("weighted backend", "no valid", "space", "quota", "capacity", "exceed")
                .anyMatch(text::contains);
        var message = what + ": Cinder accepted it and failed" + (cause.isEmpty() ? ", it does not say why" : cause)
                + "; what was begun has been removed";
        return full ? new Failure.Exhausted(message) : new Failure.Broken(message);
    }

    private static Optional<String> find(CinderCloud cloud, String id, Deadline deadline) {
        return Answers.tryRead(() -> cloud.messages().latest(id, deadline));
    }
}
