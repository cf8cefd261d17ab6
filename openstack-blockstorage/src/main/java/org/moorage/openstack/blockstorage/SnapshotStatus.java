package org.moorage.openstack.blockstorage;

import java.util.Arrays;

/// The status of a snapshot, as Cinder spells it.
public sealed interface SnapshotStatus {
    /// The status as Cinder spells it.
    String text();

    /// The status of that spelling; one that is not known here keeps its text.
    static SnapshotStatus of(String text) {
        return Arrays.stream(Known.values())
                .filter(known -> known.text().equals(text))
                .map(SnapshotStatus.class::cast)
                .findFirst()
                .orElseGet(() -> new Other(text));
    }

    /// The states that Moorage acts upon.
    enum Known implements SnapshotStatus {
        CREATING("creating"),
        AVAILABLE("available"),
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
    record Other(String text) implements SnapshotStatus {}
}
