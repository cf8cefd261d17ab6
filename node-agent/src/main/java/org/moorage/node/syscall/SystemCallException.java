package org.moorage.node.syscall;

/// The kernel refused a system call.
public final class SystemCallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;

    SystemCallException(String call, int errno) {
        super(call + " says " + Errno.describe(errno));
        this.errno = errno;
    }

    /// The kernel's error number, one of {@link Errno}.
    public int errno() {
        return errno;
    }
}
