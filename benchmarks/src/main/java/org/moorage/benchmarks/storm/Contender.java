package org.moorage.benchmarks.storm;

import java.nio.file.Path;

/// A CSI driver for Cinder that is put into the storm.
///
/// @param name    for tables
/// @param program takes the flags of the Go driver's `cinder-csi-plugin`
public record Contender(String name, Path program) {}
