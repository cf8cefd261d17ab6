package org.moorage.emulator.manila;

import java.time.Instant;

/// A network on which share servers live. Its id is chosen by the cloud.
record ShareNetwork(String id, String name, Instant createdAt) {}
