package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;

/// What Manila tells its users about an operation that went wrong.
///
/// @param detail    the number of the reason: `002` when no backend fits, `008` when a zone has none
/// @param action    the number of the operation: `001` when a share was placed
/// @param text      both in words
/// @param createdAt when it was written
public record Message(String detail, String action, String text, Instant createdAt) {}
