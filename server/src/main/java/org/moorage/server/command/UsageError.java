package org.moorage.server.command;

/// A command line that cannot be understood: its message is the line for the operator; the exit code is 2.
final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }
}
