package org.moorage.server.rpc;

/// The driver lacks what a call needs: answered UNIMPLEMENTED. It is no failure of a backend, hence no
/// {@link org.moorage.api.failure.Failure}.
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unsupported(String message) {
        super(message);
    }
}
