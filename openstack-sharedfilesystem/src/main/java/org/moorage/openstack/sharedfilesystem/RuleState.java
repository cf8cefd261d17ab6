package org.moorage.openstack.sharedfilesystem;

import java.util.Arrays;

/// The state of an access rule, as Manila spells it (2.28).
public sealed interface RuleState {
    /// The state as Manila spells it.
    String text();

    /// The state of that spelling; one that is not known here keeps its text.
    static RuleState of(String text) {
        return Arrays.stream(Known.values())
                .filter(known -> known.text().equals(text))
                .map(RuleState.class::cast)
                .findFirst()
                .orElseGet(() -> new Other(text));
    }

    /// Whether the rule is on its way out.
    default boolean leaving() {
        return this == Known.QUEUED_TO_DENY || this == Known.DENYING;
    }

    /// The states that Moorage acts upon.
    enum Known implements RuleState {
        QUEUED_TO_APPLY("queued_to_apply"),
        APPLYING("applying"),
        ACTIVE("active"),
        QUEUED_TO_DENY("queued_to_deny"),
        DENYING("denying"),
        ERROR("error");

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
    record Other(String text) implements RuleState {}
}
