package org.moorage.benchmarks.storm;

import java.nio.file.Path;

/// A CSI driver that is put into the storm.
///
/// @param name    for tables
/// @param subject what lives by it
/// @param program takes the flags of the Go driver of that subject
public record Contender(String name, Subject subject, Path program) {}
