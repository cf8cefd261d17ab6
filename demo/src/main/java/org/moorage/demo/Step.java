package org.moorage.demo;

/// One step of the walk.
///
/// @param title  what it does, for the reader
/// @param action does it and says what was seen, in a few words or none; throws if it is not what must be seen
record Step(String title, Action action) {
    /// What a step does.
    interface Action {
        String run() throws Exception;
    }
}
