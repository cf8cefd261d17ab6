package org.moorage.emulator.nova;

import java.time.Instant;

/// A server as Nova knows it.
public record Instance(String id, String name, String zone, Instant createdAt) {}
