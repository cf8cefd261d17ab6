package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads a small file out of an ISO 9660 image (ECMA-119), without mounting it. Names are compared in any
/// case, since Nova writes lower-case names where the standard knows capitals alone.
final class Iso9660 {
    private static final int SECTOR = 2048;
    private static final int PRIMARY_VOLUME_DESCRIPTOR = 16;
    private static final int ROOT_RECORD = 156;
    private static final int EXTENT = 2;
    private static final int LENGTH = 10;
    private static final int FLAGS = 25;
    private static final int NAME_LENGTH = 32;
    private static final int DIRECTORY = 2;
    private static final int LARGEST = 4 << 20;

    private final SeekableByteChannel image;

    Iso9660(SeekableByteChannel image) {
        this.image = image;
    }

    /// The content of a file.
    ///
    /// @param path its names, joined by `/`
    /// @throws IOException if this is no such image, or there is no such file
    byte[] read(String path) throws IOException {
        var descriptor = sectors(PRIMARY_VOLUME_DESCRIPTOR, SECTOR);
        var magic = new byte[5];
        descriptor.get(1, magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("CD001")) {
            throw new IOException("the config drive is not ISO 9660, and is not mounted: mount it read-only");
        }
        var record = descriptor.slice(ROOT_RECORD, NAME_LENGTH + 2).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (var name : path.split("/", -1)) {
                record = find(record, name);
            }
            return sectors(record.getInt(EXTENT), record.getInt(LENGTH)).array();
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the config drive is damaged: a directory entry goes past its end", e);
        }
    }

    private ByteBuffer find(ByteBuffer directory, String name) throws IOException {
        if ((directory.get(FLAGS) & DIRECTORY) != 0) {
            var entries = sectors(directory.getInt(EXTENT), directory.getInt(LENGTH));
            var at = 0;
            while (at < entries.limit()) {
                var length = entries.get(at) & 0xff;
                if (length == 0) {
                    // Records do not cross sectors; the rest of this one is empty.
                    at = (at / SECTOR + 1) * SECTOR;
                    continue;
                }
                var entry = entries.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
                if (name(entry).equals(name.toLowerCase(Locale.ROOT))) {
                    return entry;
                }
                at += length;
            }
        }
        throw new IOException("the config drive holds no " + name + " on the way to " + ConfigDrive.PATH);
    }

    private static String name(ByteBuffer entry) {
        var bytes = new byte[entry.get(NAME_LENGTH) & 0xff];
        entry.get(NAME_LENGTH + 1, bytes);
        var name = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        var version = name.indexOf(';');
        return version < 0 ? name : name.substring(0, version);
    }

    private ByteBuffer sectors(int first, int length) throws IOException {
        if (first < 0 || length < 0 || length > LARGEST) {
            throw new IOException("the config drive is damaged: an entry of " + length + " bytes");
        }
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        image.position((long) first * SECTOR);
        while (buffer.hasRemaining() && image.read(buffer) >= 0) {}
        if (buffer.hasRemaining()) {
            throw new IOException("the config drive ends too early");
        }
        return buffer.flip();
    }
}
