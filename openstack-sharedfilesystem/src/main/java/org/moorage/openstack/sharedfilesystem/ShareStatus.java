package org.moorage.openstack.sharedfilesystem;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The status of a share, a snapshot, a share group or a snapshot of one, as Manila spells it.
public sealed interface ShareStatus {
    /// The status as Manila spells it.
    String text();

    /// The status of that spelling; one that is not known here keeps its text.
    static ShareStatus of(String text) {
        return Arrays.stream(Known.values())
                .filter(known -> known.text().equals(text))
                .map(ShareStatus.class::cast)
                .findFirst()
                .orElseGet(() -> new Other(text));
    }

    /// The status in an answer. An object that is being deleted shows none in the moment after its instances, which
    /// bear it, have gone.
    static ShareStatus shown(@Nullable String text) {
        return text == null ? Known.DELETING : of(text);
    }

    /// Whether Manila gave up on something: `error`, `extending_error`, `error_deleting` and their like.
    default boolean failed() {
        return text().contains("error");
    }

    /// Whether Manila gave up making the object, if it was being made; one that had been made before may be shown
    /// so after trouble with its server.
    default boolean errored() {
        return this == Known.ERROR;
    }

    /// Whether Manila is making the object.
    default boolean beingMade() {
        return this == Known.CREATING || this == Known.CREATING_FROM_SNAPSHOT;
    }

    /// The states that Moorage acts upon.
    enum Known implements ShareStatus {
        CREATING("creating"),
        CREATING_FROM_SNAPSHOT("creating_from_snapshot"),
        AVAILABLE("available"),
        EXTENDING("extending"),
        EXTENDING_ERROR("extending_error"),
        SHRINKING("shrinking"),
        SHRINKING_ERROR("shrinking_error"),
        SHRINKING_POSSIBLE_DATA_LOSS_ERROR("shrinking_possible_data_loss_error"),
        REVERTING("reverting"),
        REVERTING_ERROR("reverting_error"),
        DELETING("deleting"),
        ERROR("error"),
        ERROR_DELETING("error_deleting");

        private final String text;

        Known(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /// Any other state.
    record Other(String text) implements ShareStatus {}
}
