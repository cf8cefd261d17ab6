package org.moorage.openstack.blockstorage;

import java.util.Arrays;

/// The status of a volume, as Cinder spells it.
public sealed interface VolumeStatus {
    /// The status as Cinder spells it.
    String text();

    /// The status of that spelling; one that is not known here keeps its text.
    static VolumeStatus of(String text) {
        return Arrays.stream(Known.values())
                .filter(known -> known.text().equals(text))
                .map(VolumeStatus.class::cast)
                .findFirst()
                .orElseGet(() -> new Other(text));
    }

    /// Whether Cinder gave up on something: `error`, `error_extending` and their like.
    default boolean failed() {
        return text().startsWith("error");
    }

    /// Whether Cinder gave up making the volume, so that it holds nothing: `error`, `error_restoring`.
    default boolean unmade() {
        return this == Known.ERROR || text().equals("error_restoring");
    }

    /// The states that Moorage acts upon.
    enum Known implements VolumeStatus {
        CREATING("creating"),
        DOWNLOADING("downloading"),
        AVAILABLE("available"),
        RESERVED("reserved"),
        ATTACHING("attaching"),
        IN_USE("in-use"),
        DETACHING("detaching"),
        EXTENDING("extending"),
        RETYPING("retyping"),
        DELETING("deleting"),
        ERROR("error"),
        ERROR_EXTENDING("error_extending"),
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
    record Other(String text) implements VolumeStatus {}
}
