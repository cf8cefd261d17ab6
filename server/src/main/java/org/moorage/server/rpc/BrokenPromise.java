package org.moorage.server.rpc;

/// A backend answered what its role promises not to. It is a defect, and answered as one, but the message says which
/// promise was broken.
public final class BrokenPromise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenPromise(String message) {
        super(message);
    }
}
