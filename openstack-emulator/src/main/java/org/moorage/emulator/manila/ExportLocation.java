package org.moorage.emulator.manila;

import java.time.Instant;

/// One way to reach a share.
record ExportLocation(String id, String path, boolean preferred, boolean adminOnly, Instant createdAt) {}
