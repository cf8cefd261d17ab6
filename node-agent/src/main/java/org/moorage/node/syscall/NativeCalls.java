package org.moorage.node.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's side of the system calls. Each call takes as its first argument the segment that its error
/// number is captured in.
@SuppressWarnings("restricted") // the module is started with --enable-native-access
final class NativeCalls {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    /// Bytes of `struct statfs` on 64-bit Linux, with room to spare.
    private static final long STATFS_BYTES = 256;

    /// Bytes of `struct statx`.
    private static final long STATX_BYTES = 256;

    private static final int AT_FDCWD = -100;

    private static final MethodHandle MOUNT =
            handle("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT2 = handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STATFS = handle("statfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle MKDIR = handle("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CHMOD = handle("chmod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STATX =
            handle("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle KLOGCTL =
            handle("klogctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PREAD =
            handle("pread64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FSYNC = handle("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(2));

    private NativeCalls() {}

    static void mount(String source, String target, String type, long flags, String data) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            MemorySegment options = data.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(data);
            var result = (int) MOUNT.invokeExact(
                    state,
                    arena.allocateFrom(source),
                    arena.allocateFrom(target),
                    arena.allocateFrom(type),
                    flags,
                    options);
            check("mount(2)", result, state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void unmount(String target, int flags) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("umount2(2)", (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), flags), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static FileSystemUsage statfs(String path) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var answer = arena.allocate(STATFS_BYTES, Long.BYTES);
            check("statfs(2)", (int) STATFS.invokeExact(state, arena.allocateFrom(path), answer), state);
            // f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree: eight bytes each
            return new FileSystemUsage(
                    answer.get(ValueLayout.JAVA_LONG, 8),
                    answer.get(ValueLayout.JAVA_LONG, 16),
                    answer.get(ValueLayout.JAVA_LONG, 24),
                    answer.get(ValueLayout.JAVA_LONG, 32),
                    answer.get(ValueLayout.JAVA_LONG, 40),
                    answer.get(ValueLayout.JAVA_LONG, 48));
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static int open(String path, int flags) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            return check("open(2)", (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void mkdir(String path, int mode) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("mkdir(2)", (int) MKDIR.invokeExact(state, arena.allocateFrom(path), mode), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void chmod(String path, int mode) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("chmod(2)", (int) CHMOD.invokeExact(state, arena.allocateFrom(path), mode), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    /// Asks the server for a file's attributes, whatever is cached: `AT_STATX_FORCE_SYNC`, `STATX_BASIC_STATS`.
    static void askAttributes(String path) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var answer = arena.allocate(STATX_BYTES, Long.BYTES);
            var result = (int) STATX.invokeExact(state, AT_FDCWD, arena.allocateFrom(path), 0x2000, 0x7ff, answer);
            check("statx(2)", result, state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    /// The last bytes of the kernel's log; the action is `SYSLOG_ACTION_READ_ALL`.
    static byte[] kernelLog(int length) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var bytes = arena.allocate(length);
            var got = check("syslog(2)", (int) KLOGCTL.invokeExact(state, 3, bytes, length), state);
            return bytes.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void close(int file) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("close(2)", (int) CLOSE.invokeExact(state, file), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    /// Reads until there are as many bytes as asked for, or the file ends.
    static byte[] read(int file, long offset, int length) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var bytes = arena.allocate(length);
            var have = 0L;
            for (var got = 1L; have < length && got > 0; have += got) {
                var rest = bytes.asSlice(have);
                got = (long) PREAD.invokeExact(state, file, rest, length - have, offset + have);
                check("pread(2)", got, state);
            }
            return bytes.asSlice(0, have).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    /// Writes a short text in one call, as the kernel's own files demand.
    static long write(int file, String text) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var bytes = arena.allocateFrom(text);
            return check("write(2)", (long) WRITE.invokeExact(state, file, bytes, bytes.byteSize() - 1), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void fsync(int file) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("fsync(2)", (int) FSYNC.invokeExact(state, file), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    static void ioctl(int file, long request) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            check("ioctl(2)", (int) IOCTL.invokeExact(state, file, request, 0L), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    /// The same with a pointer to an `int`.
    static void ioctl(int file, long request, int value) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var pointer = arena.allocateFrom(JAVA_INT, value).address();
            check("ioctl(2)", (int) IOCTL.invokeExact(state, file, request, pointer), state);
        } catch (Throwable problem) {
            throw pass(problem);
        }
    }

    private static int check(String call, int result, MemorySegment state) throws SystemCallException {
        return (int) check(call, (long) result, state);
    }

    private static long check(String call, long result, MemorySegment state) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    /// A method handle may throw anything, and these throw nothing of their own but what {@link #check} does.
    private static SystemCallException pass(Throwable problem) {
        return switch (problem) {
            case SystemCallException refused -> refused;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new AssertionError("a system call threw", problem);
        };
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, all);
    }
}
