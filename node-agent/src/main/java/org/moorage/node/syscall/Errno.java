package org.moorage.node.syscall;

import java.util.Map;

/// The error numbers of Linux that the node agent tells apart (`errno.h`; the same on x86-64 and aarch64).
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int EROFS = 30;
    public static final int ELOOP = 40;
    public static final int ENOTCONN = 107;
    public static final int ESHUTDOWN = 108;
    public static final int ESTALE = 116;
    public static final int EUCLEAN = 117;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM, operation not permitted"),
            Map.entry(ENOENT, "ENOENT, no such file or directory"),
            Map.entry(EIO, "EIO, input/output error"),
            Map.entry(ENXIO, "ENXIO, no such device or address"),
            Map.entry(EACCES, "EACCES, permission denied"),
            Map.entry(EBUSY, "EBUSY, device or resource busy"),
            Map.entry(EEXIST, "EEXIST, file exists"),
            Map.entry(ENODEV, "ENODEV, no such device or file-system type"),
            Map.entry(ENOTDIR, "ENOTDIR, not a directory"),
            Map.entry(EINVAL, "EINVAL, invalid argument"),
            Map.entry(EROFS, "EROFS, read-only file system"),
            Map.entry(ELOOP, "ELOOP, too many symbolic links"),
            Map.entry(ENOTCONN, "ENOTCONN, transport endpoint is not connected"),
            Map.entry(ESHUTDOWN, "ESHUTDOWN, cannot send after transport endpoint shutdown"),
            Map.entry(ESTALE, "ESTALE, stale file handle"),
            Map.entry(EUCLEAN, "EUCLEAN, structure needs cleaning"));

    private Errno() {}

    /// How an error number reads in a message.
    public static String describe(int errno) {
        return NAMES.getOrDefault(errno, "error number " + errno);
    }
}
