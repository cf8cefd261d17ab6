package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

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
    private static final int FIELD_HEADER = 4;

    private final Image image;

    Iso9660(Image image) {
        this.image = image;
    }

    /// Whether the image says that it is ISO 9660.
    static boolean isOn(Image image) {
        return header(image).filter("CD001"::equals).isPresent();
    }

    /// The volume's label; empty when the image is no ISO 9660.
    static String label(Image image) throws IOException {
        return isOn(image) ? text(image, PRIMARY_VOLUME_DESCRIPTOR * SECTOR + 40, 32) : "";
    }

    private static Optional<String> header(Image image) {
        try {
            return Optional.of(text(image, PRIMARY_VOLUME_DESCRIPTOR * SECTOR + 1, 5));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String text(Image image, int position, int length) throws IOException {
        return new String(image.bytes(position, length).array(), StandardCharsets.US_ASCII).strip();
    }

    /// The content of a file.
    ///
    /// @param path its names, joined by `/`
    /// @throws IOException if there is no such file, or the image is damaged
    byte[] read(String path) throws IOException {
        var descriptor = sectors(PRIMARY_VOLUME_DESCRIPTOR, SECTOR);
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
        var length = entry.get(NAME_LENGTH) & 0xff;
        var whole = rockRidge(entry, NAME_LENGTH + 1 + length + (length % 2 == 0 ? 1 : 0));
        if (!whole.isEmpty()) {
            return whole.toLowerCase(Locale.ROOT);
        }
        var name = text(entry, NAME_LENGTH + 1, length).toLowerCase(Locale.ROOT);
        var version = name.indexOf(';');
        return version < 0 ? name : name.substring(0, version);
    }

    /// The name as Rock Ridge keeps it, in one or more fields behind the entry (RRIP 1.12, 4.1.4): the standard's
    /// own may be cut to eight characters.
    private static String rockRidge(ByteBuffer entry, int from) {
        var name = new StringBuilder();
        var at = from;
        while (at + FIELD_HEADER <= entry.limit() && (entry.get(at + 2) & 0xff) >= FIELD_HEADER) {
            var length = entry.get(at + 2) & 0xff;
            if (text(entry, at, 2).equals("NM") && length > FIELD_HEADER) {
                name.append(text(entry, at + FIELD_HEADER + 1, length - FIELD_HEADER - 1));
            }
            at += length;
        }
        return name.toString();
    }

    private static String text(ByteBuffer entry, int from, int length) {
        var bytes = new byte[length];
        entry.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer sectors(int first, int length) throws IOException {
        return image.bytes((long) first * SECTOR, length);
    }
}
