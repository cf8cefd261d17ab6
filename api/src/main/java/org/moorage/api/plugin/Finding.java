package org.moorage.api.plugin;

import java.util.Optional;

/// One thing that an examination has looked at.
///
/// @param level   how it stands
/// @param subject what was looked at, as an operator calls it: `[Global] quota volumes`
/// @param text    what is the matter with it, or how it is
/// @param remedy  what to do about it; empty when nothing is to be done
public record Finding(Level level, String subject, String text, Optional<String> remedy) {
    /// How a thing stands.
    public enum Level {
        /// As it must be.
        SOUND,
        /// Something that can be had is not, or soon will not be.
        WARNING,
        /// Calls will fail.
        WRONG
    }

    /// Something as it must be.
    public static Finding sound(String subject, String text) {
        return new Finding(Level.SOUND, subject, text, Optional.empty());
    }

    /// Something without which the rest goes on.
    public static Finding warning(String subject, String text, String remedy) {
        return new Finding(Level.WARNING, subject, text, Optional.of(remedy));
    }

    /// Something without which calls fail.
    public static Finding wrong(String subject, String text, String remedy) {
        return new Finding(Level.WRONG, subject, text, Optional.of(remedy));
    }
}
