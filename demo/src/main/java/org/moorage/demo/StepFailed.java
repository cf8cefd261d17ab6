package org.moorage.demo;

/// A step of the demo did not show what it must. The message says what was seen instead.
final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailed(String message) {
        super(message);
    }

    /// Throws unless `held`.
    static void unless(boolean held, String message) {
        if (!held) {
            throw new StepFailed(message);
        }
    }
}
