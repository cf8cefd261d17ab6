package org.moorage.emulator.cinder;

import java.time.Instant;

/// Why an operation failed, for the user.
record Message(
        String id,
        String eventId,
        String userMessage,
        String resourceType,
        String resourceId,
        String requestId,
        Instant createdAt) {}
