package org.moorage.emulator.cinder;

/// A type of groups. What it specifies is hidden from users.
record GroupType(String id, String name, String description) {}
