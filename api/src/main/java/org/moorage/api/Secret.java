package org.moorage.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/// A text that must not be shown: it prints as `***` and compares in constant time.
public final class Secret {
    private final String text;

    /// Wraps a text; the empty text is a legal secret.
    public Secret(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /// The text itself, for the one place that hands it on. Never store or log what this returns.
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
