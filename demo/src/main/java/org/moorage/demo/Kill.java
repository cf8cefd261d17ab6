package org.moorage.demo;

/// When the demo kills the CSI server (SIGKILL) and starts another in its place.
enum Kill {
    NEVER,
    /// After each step, before the next begins.
    BETWEEN,
    /// In the middle of each step, at a moment left to chance.
    DURING
}
