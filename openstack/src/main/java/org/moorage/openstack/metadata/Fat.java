package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/// Reads a small file out of a FAT image with long names (Microsoft, "FAT: General Overview of On-Disk Format"),
/// without mounting it: Nova's `config_drive_format = vfat`.
final class Fat {
    private static final int SECTOR = 512;
    private static final int ENTRY = 32;
    private static final int ATTRIBUTES = 11;
    private static final int VOLUME_LABEL = 0x08;
    private static final int LONG_NAME = 0x0f;
    private static final int DELETED = 0xe5;
    private static final int LARGEST = 4 << 20;
    private static final int LONGEST_NAME = 255;

    /// Where the characters of a long name are in its entry.
    private static final int[] CHARACTERS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

    /// Fewer clusters than these make a FAT of 12 bits, and of 16.
    private static final int SMALLEST_16 = 4085;

    private static final int SMALLEST_32 = 65525;

    private final Image image;
    private final int clusterBytes;
    private final long tables;
    private final long root;
    private final int rootBytes;
    private final long data;
    private final long clusters;
    private final int rootCluster;

    private Fat(Image image, ByteBuffer boot) throws IOException {
        var sector = unsigned(boot, 11);
        var reserved = unsigned(boot, 14);
        var copies = boot.get(16) & 0xff;
        var tableSectors = unsigned(boot, 22) == 0 ? boot.getInt(36) : unsigned(boot, 22);
        var sectors = unsigned(boot, 19) == 0 ? boot.getInt(32) & 0xffffffffL : unsigned(boot, 19);
        if (sector == 0) {
            throw damaged();
        }
        this.image = image;
        this.clusterBytes = sector * (boot.get(13) & 0xff);
        this.tables = (long) sector * reserved;
        this.root = tables + (long) copies * tableSectors * sector;
        this.rootBytes = unsigned(boot, 17) * ENTRY;
        this.data = root + (long) (rootBytes + sector - 1) / sector * sector;
        if (clusterBytes == 0 || tableSectors <= 0) {
            throw damaged();
        }
        this.clusters = (sectors * sector - data) / clusterBytes;
        this.rootCluster = clusters < SMALLEST_32 ? 0 : boot.getInt(44);
    }

    /// Whether the image says that it is FAT.
    static boolean isOn(Image image) throws IOException {
        var boot = image.bytes(0, SECTOR);
        return (boot.getShort(510) & 0xffff) == 0xaa55
                && (text(boot, 54, 3).equals("FAT") || text(boot, 82, 3).equals("FAT"));
    }

    /// @throws IOException if the first sector makes no sense
    static Fat open(Image image) throws IOException {
        return new Fat(image, image.bytes(0, SECTOR));
    }

    /// The volume's label, as its boot sector has it.
    static String label(Image image) throws IOException {
        var boot = image.bytes(0, SECTOR);
        return text(boot, text(boot, 82, 3).equals("FAT") ? 71 : 43, 11).strip();
    }

    /// The content of a file.
    ///
    /// @param path its names, joined by `/`; compared in any case, as FAT does
    /// @throws IOException if there is no such file, or the image is damaged
    byte[] read(String path) throws IOException {
        var directory = rootCluster == 0 ? image.bytes(root, rootBytes) : chain(rootCluster, LARGEST);
        try {
            ByteBuffer entry = null;
            for (var name : path.split("/", -1)) {
                if (entry != null) {
                    directory = chain(first(entry), LARGEST);
                }
                entry = find(directory, name);
            }
            return entry == null ? new byte[0] : content(entry);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the config drive is damaged: a directory entry goes past its end", e);
        }
    }

    private byte[] content(ByteBuffer entry) throws IOException {
        var length = entry.getInt(28);
        if (length < 0 || length > LARGEST) {
            throw damaged();
        }
        var whole = length == 0 ? ByteBuffer.allocate(0) : chain(first(entry), length);
        var bytes = new byte[length];
        whole.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer find(ByteBuffer directory, String name) throws IOException {
        var longName = new StringBuilder();
        for (var at = 0; at + ENTRY <= directory.limit() && directory.get(at) != 0; at += ENTRY) {
            var entry = directory.slice(at, ENTRY).order(ByteOrder.LITTLE_ENDIAN);
            var attributes = entry.get(ATTRIBUTES) & 0x3f;
            if ((entry.get(0) & 0xff) == DELETED) {
                longName.setLength(0);
            } else if (attributes == LONG_NAME) {
                if (longName.length() > LONGEST_NAME) {
                    throw damaged();
                }
                // The parts of a long name stand before its entry, the last part first.
                longName.insert(0, part(entry));
            } else {
                var found = longName.isEmpty() ? shortName(entry) : longName.toString();
                if ((attributes & VOLUME_LABEL) == 0 && found.equalsIgnoreCase(name)) {
                    return entry;
                }
                longName.setLength(0);
            }
        }
        throw new IOException("the config drive holds no " + name + " on the way to " + ConfigDrive.PATH);
    }

    private static String part(ByteBuffer entry) {
        var part = new StringBuilder();
        for (var at : CHARACTERS) {
            var character = entry.getChar(at);
            if (character == 0) {
                break;
            }
            part.append(character);
        }
        return part.toString();
    }

    private static String shortName(ByteBuffer entry) {
        var end = text(entry, 8, 3).strip();
        return text(entry, 0, 8).strip() + (end.isEmpty() ? "" : "." + end);
    }

    private static int first(ByteBuffer entry) {
        return unsigned(entry, 20) << 16 | unsigned(entry, 26);
    }

    /// The clusters that hang together, to their end or to that many bytes.
    private ByteBuffer chain(int first, int most) throws IOException {
        var found = ByteBuffer.allocate(most + clusterBytes).order(ByteOrder.LITTLE_ENDIAN);
        var seen = new HashSet<Long>();
        for (var cluster = (long) first; found.position() < most && isData(cluster); cluster = next(cluster)) {
            if (!seen.add(cluster)) {
                throw damaged();
            }
            found.put(image.bytes(data + (cluster - 2) * clusterBytes, clusterBytes));
        }
        return found.flip();
    }

    private boolean isData(long cluster) {
        return cluster >= 2 && cluster < clusters + 2;
    }

    private long next(long cluster) throws IOException {
        if (clusters < SMALLEST_16) {
            var pair = unsigned(image.bytes(tables + cluster * 3 / 2, 2), 0);
            return cluster % 2 == 0 ? pair & 0xfff : pair >> 4;
        }
        if (clusters < SMALLEST_32) {
            return unsigned(image.bytes(tables + cluster * 2, 2), 0);
        }
        return image.bytes(tables + cluster * 4, 4).getInt(0) & 0x0fffffff;
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        var text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static IOException damaged() {
        return new IOException("the config drive is damaged: its FAT makes no sense");
    }
}
