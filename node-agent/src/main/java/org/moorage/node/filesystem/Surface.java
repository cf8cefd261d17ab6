package org.moorage.node.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks with our own eyes whether a device is blank: the first and the last MiB, the places where ext and btrfs
/// keep spare superblocks, and spots all over it (the allocation groups of xfs begin at some of them) must be zero.
/// That finds what the tools' lists of signatures cannot: a file system whose first superblock is damaged, and
/// data without any signature.
final class Surface {
    private static final int MIB = 1 << 20;
    private static final int PAGE = 4096;
    private static final int SPOTS = 32;
    private static final int SPOT = 64 * 1024;

    /// Block groups that keep a spare superblock on ext (`sparse_super`), as far as is worth reading.
    private static final List<Integer> EXT_GROUPS = List.of(1, 3, 5, 7, 9, 25, 27, 49, 81, 125);

    private static final List<Integer> EXT_BLOCKS = List.of(1024, 2048, 4096, 65536);
    private static final List<Long> BTRFS_MIRRORS = List.of(64L << 20, 256L << 30);

    private final DeviceReader reader;
    private final long size;

    Surface(DeviceReader reader) {
        this.reader = reader;
        this.size = reader.device().size().count();
    }

    private record Region(long offset, int length) {}

    /// What is where there should be nothing; empty when all that was looked at is zero.
    Optional<String> trace() {
        for (var region : regions()) {
            var trace = traceIn(region.offset(), reader.read(region.offset(), region.length()));
            if (trace.isPresent()) {
                return trace;
            }
        }
        return Optional.empty();
    }

    private List<Region> regions() {
        var regions = new ArrayList<Region>();
        add(regions, 0, MIB);
        add(regions, size - MIB, MIB);
        for (long block : EXT_BLOCKS) {
            for (var group : EXT_GROUPS) {
                // A group has as many blocks as a block has bits; with blocks of 1 KiB the first one is skipped.
                add(regions, group * 8 * block * block + (block == 1024 ? block : 0), PAGE);
            }
        }
        BTRFS_MIRRORS.forEach(offset -> add(regions, offset, SPOT * 2));
        for (var spot = 1; spot < SPOTS; spot++) {
            add(regions, size / SPOTS * spot / PAGE * PAGE - SPOT / 2, SPOT);
        }
        return regions;
    }

    private void add(List<Region> regions, long offset, int length) {
        var begin = Math.max(0, offset);
        var end = Math.min(size, offset + length);
        if (begin < end) {
            regions.add(new Region(begin, (int) (end - begin)));
        }
    }

    private static Optional<String> traceIn(long offset, ByteBuffer bytes) {
        for (var at = 0; at < bytes.limit(); at += Long.BYTES) {
            var rest = bytes.limit() - at;
            if (rest >= Long.BYTES ? bytes.getLong(at) != 0 : !zero(bytes, at)) {
                return Optional.of(kind(bytes, at / PAGE * PAGE) + " at byte " + (offset + at));
            }
        }
        return Optional.empty();
    }

    private static boolean zero(ByteBuffer bytes, int from) {
        for (var at = from; at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// What the page looks like, to help whoever must decide about the device.
    private static String kind(ByteBuffer bytes, int page) {
        if (bytes.limit() - page < 1024) {
            return "data of no known kind";
        } else if (bytes.getShort(page + 0x38) == (short) 0xEF53) {
            return "a spare superblock of an ext file system";
        } else if (bytes.getInt(page) == 0x42534658 || bytes.getInt(page + 512) == 0x46474158) {
            return "an allocation group of an xfs file system";
        } else if (bytes.getLong(page + 0x40) == 0x4D5F53665248425FL) {
            return "a spare superblock of a btrfs file system";
        }
        return "data of no known kind";
    }
}
