package org.moorage.emulator;

/// A server of the cloud, to which volumes are attached.
public record Server(String id, String name, String zone) {}
