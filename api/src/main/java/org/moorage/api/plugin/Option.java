package org.moorage.api.plugin;

/// One option of a backend's command line.
///
/// @param name         without leading dashes, words joined by `-`; `_` is accepted in its place
/// @param kind         what its value looks like
/// @param fallback     the value when it is not given, as it would be typed; empty for none
/// @param description  one sentence for the help
public record Option(String name, Kind kind, String fallback, String description) {
    /// What an option's value looks like.
    public enum Kind {
        /// Any text; given twice, the last counts.
        TEXT,
        /// `true` or `false`; without a value it means `true`.
        BOOLEAN,
        /// Texts, by repeating the option alone: a comma is a part of its text.
        REPEATED,
        /// Texts, by repeating the option or by commas.
        LIST,
        /// `key=value` pairs, by repeating the option or by commas.
        MAP,
        /// Taken for the sake of old command lines; a warning says that it does nothing.
        IGNORED
    }
}
