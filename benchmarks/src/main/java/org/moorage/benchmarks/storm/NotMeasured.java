package org.moorage.benchmarks.storm;

/// What was to be measured could not be: a driver did not serve, or a life came to no end.
public final class NotMeasured extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what could not be, and why
    public NotMeasured(String message) {
        super(message);
    }
}
