package org.moorage.openstack.config;

/// Something that an operator can write, described where it is declared, so that key, default and meaning are decided
/// in one place. The page of parameters is made of these.
///
/// @param key      how it is spelled
/// @param fallback what holds where it is not written, in Markdown; empty where nothing does
/// @param meaning  what it is for, in Markdown
public record Parameter(String key, String fallback, String meaning) {
    /// One that nothing stands in for.
    public Parameter(String key, String meaning) {
        this(key, "", meaning);
    }

    /// One with a default that is written as it could be typed.
    public static Parameter typed(String key, String fallback, String meaning) {
        return new Parameter(key, "`" + fallback + "`", meaning);
    }
}
