package org.moorage.openstack.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Times as OpenStack writes them: ISO 8601 in UTC, mostly without saying so.
public final class Timestamps {
    private Timestamps() {}

    /// The time, or the epoch when the text is none.
    public static Instant parse(@Nullable String text) {
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return parseWithOffset(text);
        }
    }

    private static Instant parseWithOffset(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }
}
