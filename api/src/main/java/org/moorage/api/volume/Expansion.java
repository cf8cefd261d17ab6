package org.moorage.api.volume;

/// What came of a growth.
///
/// @param capacity              the volume's true size now
/// @param nodeExpansionRequired whether the node has to grow a file system, too
public record Expansion(Bytes capacity, boolean nodeExpansionRequired) {}
