package org.moorage.manila;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.Message;

/// Why Manila failed at something that it had accepted, as it tells its users.
///
/// @param message what it says, if it says anything
record Causes(Optional<Message> message) {
    /// Asks Manila.
    static Causes of(ManilaCloud cloud, String id, Deadline deadline) {
        return new Causes(Answers.tryRead(() -> cloud.messages().latestError(id, deadline)));
    }

    /// The cause as the end of a sentence: `: no valid host (detail 002)`; empty when Manila does not
    /// say.
    String text() {
        return message.map(one -> ": " + one.text() + " (detail " + one.detail() + ")")
                .orElse("");
    }

    /// The failure for something that Manila accepted, failed at, and that has been removed again.
    /// The details are those of Manila's `message_field.Detail`, their codes the Go driver's.
    Failure failure(String what) {
        var full = what + ": Manila accepted it and failed"
                + (message.isEmpty() ? ", it does not say why" : text())
                + "; what was begun has been removed";
        return switch (message.map(Message::detail).orElse("")) {
            case "002", "009" -> new Failure.OutOfRange(full);
            case "003", "008" -> new Failure.Invalid(full);
            case "007" -> new Failure.Exhausted(full);
            default -> isFull() ? new Failure.Exhausted(full) : new Failure.Broken(full);
        };
    }

    private boolean isFull() {
        var words = message.map(Message::text).orElse("").toLowerCase(Locale.ROOT);
        return Stream.of("not enough", "no space", "quota", "capacity").anyMatch(words::contains);
    }
}
