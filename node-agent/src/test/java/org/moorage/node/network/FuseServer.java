package org.moorage.node.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file system of directories in the memory of a process of its own, which the kernel really
/// mounts: a server that a test can stop, continue and kill. Called as ceph-fuse is: the point, and
/// `fsname=` among the options (`linux/fuse.h`, version 7.31). In its root lies a symbolic link,
/// `out`.
@SuppressWarnings("restricted") // it is started with --enable-native-access
final class FuseServer {
    private static final int ROOM = 1 << 18;
    private static final int HEADER = 40;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int ENOENT = -2;
    private static final int ENOSYS = -38;

    private final Map<Long, Integer> modes = new HashMap<>(Map.of(1L, DIRECTORY | 0755, 2L, LINK | 0777));
    private final Map<String, Long> names = new HashMap<>(Map.of("1/out", 2L));

    private FuseServer() {}

    public static void main(String[] arguments) throws Throwable {
        var options = String.join(" ", List.of(arguments)).replace("\\,", ";");
        var source = options.replaceAll(".*fsname=([^, ]*).*", "$1").replace(";", ",");
        try (var arena = Arena.ofShared()) {
            var file = (int) handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                    .invokeExact(arena.allocateFrom("/dev/fuse"), 2);
            var data = "fd=" + file + ",rootmode=40000,user_id=0,group_id=0,allow_other";
            var mounted = (int)
                    handle("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS))
                            .invokeExact(
                                    arena.allocateFrom(source),
                                    arena.allocateFrom(arguments[0]),
                                    arena.allocateFrom("fuse.ceph"),
                                    0L,
                                    arena.allocateFrom(data));
            if (mounted == 0) {
                new FuseServer().serve(file, arena.allocate(ROOM));
            }
        }
    }

    private void serve(int file, MemorySegment room) throws Throwable {
        var transfer = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        var read = handle("read", transfer);
        var write = handle("write", transfer);
        while ((long) read.invokeExact(file, room, (long) ROOM) > 0) {
            var request = room.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            var operation = request.getInt(4);
            var unique = request.getLong(8);
            var answer = answer(operation, request.getLong(16), request.position(HEADER));
            if (operation != 2 && operation != 42) {
                var error = answer.capacity() == Integer.BYTES ? answer.getInt(0) : 0;
                var body = error == 0 ? answer.array() : new byte[0];
                var out = buffer(16 + body.length)
                        .putInt(16 + body.length)
                        .putInt(error)
                        .putLong(unique)
                        .put(body);
                MemorySegment.copy(MemorySegment.ofArray(out.array()), 0, room, 0, out.capacity());
                var _ = (long) write.invokeExact(file, room, (long) out.capacity());
            }
        }
    }

    /// The body of the answer; four bytes of it are an error.
    private ByteBuffer answer(int operation, long node, ByteBuffer request) {
        return switch (operation) {
            case 26 ->
                buffer(64)
                        .putInt(7)
                        .putInt(31)
                        .putInt(0)
                        .putInt(0)
                        .putInt(0)
                        .putInt(4096)
                        .putInt(1);
            case 1 -> entry(names.getOrDefault(node + "/" + text(request), 0L));
            case 3 -> attributes(node);
            case 4 -> {
                var set = request.slice().order(ByteOrder.LITTLE_ENDIAN);
                if ((set.getInt(0) & 1) != 0) {
                    modes.put(node, DIRECTORY | (set.getInt(68) & 07777));
                }
                yield attributes(node);
            }
            case 9 -> {
                var mode = request.getInt();
                request.getInt();
                var made = modes.size() + 1L;
                modes.put(made, DIRECTORY | mode);
                names.put(node + "/" + text(request), made);
                yield entry(made);
            }
            case 17 ->
                buffer(80)
                        .putLong(1000)
                        .putLong(600)
                        .putLong(500)
                        .putLong(64)
                        .putLong(60)
                        .putInt(4096)
                        .putInt(255)
                        .putInt(4096);
            case 27 -> buffer(16);
            case 28, 29, 38 -> buffer(0);
            default -> buffer(4).putInt(ENOSYS);
        };
    }

    private ByteBuffer entry(long node) {
        return node == 0
                ? buffer(4).putInt(ENOENT)
                : buffer(128)
                        .putLong(node)
                        .putLong(0)
                        .putLong(0)
                        .putLong(0)
                        .putLong(0)
                        .put(attribute(node));
    }

    private ByteBuffer attributes(long node) {
        return buffer(104).putLong(0).putLong(0).put(attribute(node));
    }

    private byte[] attribute(long node) {
        return buffer(88)
                .putLong(0, node)
                .putInt(60, modes.getOrDefault(node, DIRECTORY))
                .putInt(64, 2)
                .array();
    }

    private static String text(ByteBuffer request) {
        var bytes = new byte[request.remaining()];
        request.get(bytes);
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\0'));
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
