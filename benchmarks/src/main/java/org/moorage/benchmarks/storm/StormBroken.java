package org.moorage.benchmarks.storm;

/// The storm could not be held, or a volume's life came to no end in it.
public final class StormBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StormBroken(String message) {
        super(message);
    }
}
