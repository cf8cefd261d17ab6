package org.moorage.node.syscall;

/// The flags of mount(2) and umount2(2) that the node agent sets (`sys/mount.h`).
public final class MountFlag {
    public static final long READ_ONLY = 1;
    public static final long NO_SUID = 2;
    public static final long NO_DEV = 4;
    public static final long NO_EXEC = 8;
    public static final long SYNCHRONOUS = 16;
    public static final long REMOUNT = 32;
    public static final long MANDATORY_LOCK = 64;
    public static final long DIRECTORY_SYNC = 128;
    public static final long NO_ATIME = 1024;
    public static final long NO_DIRECTORY_ATIME = 2048;
    public static final long BIND = 4096;
    public static final long SILENT = 1 << 15;
    public static final long RELATIVE_ATIME = 1 << 21;
    public static final long STRICT_ATIME = 1 << 24;
    public static final long LAZY_TIME = 1 << 25;

    /// For umount2: do not follow a symbolic link at the end of the path.
    public static final int UNMOUNT_NO_FOLLOW = 8;

    private MountFlag() {}
}
