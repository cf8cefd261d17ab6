package org.moorage.node.filesystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.moorage.api.volume.Bytes;

/// The few facts that are read out of superblocks directly: sizes, and the marks that say "not complete yet".
final class Superblock {
    private static final int LENGTH = 4096;
    private static final int EXT_OFFSET = 1024;
    private static final short EXT_MAGIC = (short) 0xEF53;
    private static final int EXT_64BIT = 0x80;
    private static final int XFS_MAGIC = 0x58465342;
    private static final int XFS_VERSION = 100;
    private static final int XFS_SECTOR_SIZE = 102;
    private static final int XFS_IN_PROGRESS = 126;
    private static final int XFS_CHECKSUM = 224;
    private static final int BTRFS_OFFSET = 64 * 1024;
    private static final long BTRFS_MAGIC = 0x4D5F53665248425FL;

    /// What mkfs.btrfs writes in place of the magic until the file system is complete.
    private static final long BTRFS_TEMPORARY_MAGIC = 0x4D5F536652484221L;

    private Superblock() {}

    /// How much of its device a file system covers; empty if it is not of that type.
    static Optional<Bytes> size(DeviceReader reader, FsType type) {
        return switch (type) {
            case EXT2, EXT3, EXT4 -> extSize(reader);
            case XFS -> xfsSize(reader);
            case BTRFS -> btrfsSize(reader);
        };
    }

    /// Whether mkfs.xfs was cut off: it sets `sb_inprogress` when it begins and clears it when all is written, and
    /// no kernel mounts a file system that has it set. The checksum must be right, lest a damaged superblock be
    /// taken for an unfinished one.
    static boolean xfsInProgress(DeviceReader reader) {
        var block = reader.read(0, LENGTH).order(ByteOrder.BIG_ENDIAN);
        return block.getInt(0) == XFS_MAGIC && block.get(XFS_IN_PROGRESS) == 1 && xfsChecksumIsRight(block);
    }

    /// CRC-32C of the first sector with the checksum's own place taken as zero; it stands there in little-endian
    /// order. Only version 5 has one.
    private static boolean xfsChecksumIsRight(ByteBuffer block) {
        var sector = Short.toUnsignedInt(block.getShort(XFS_SECTOR_SIZE));
        if ((block.getShort(XFS_VERSION) & 0xf) != 5 || sector < 512 || sector > LENGTH) {
            return false;
        }
        var bytes = new byte[sector];
        block.get(0, bytes);
        Arrays.fill(bytes, XFS_CHECKSUM, XFS_CHECKSUM + Integer.BYTES, (byte) 0);
        var checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue() == Integer.reverseBytes(block.getInt(XFS_CHECKSUM));
    }

    /// Whether mkfs.btrfs was cut off: it writes the true magic last.
    static boolean btrfsInProgress(DeviceReader reader) {
        return reader.read(BTRFS_OFFSET, LENGTH).getLong(0x40) == BTRFS_TEMPORARY_MAGIC;
    }

    private static Optional<Bytes> extSize(DeviceReader reader) {
        var block = reader.read(EXT_OFFSET, LENGTH);
        if (block.getShort(0x38) != EXT_MAGIC) {
            return Optional.empty();
        }
        var wide = (block.getInt(0x60) & EXT_64BIT) != 0;
        var blocks = Integer.toUnsignedLong(block.getInt(0x04))
                | (wide ? Integer.toUnsignedLong(block.getInt(0x150)) << Integer.SIZE : 0);
        return Optional.of(new Bytes(blocks << (10 + block.getInt(0x18))));
    }

    private static Optional<Bytes> xfsSize(DeviceReader reader) {
        var block = reader.read(0, LENGTH).order(ByteOrder.BIG_ENDIAN);
        return block.getInt(0) == XFS_MAGIC
                ? Optional.of(new Bytes(block.getLong(8) * block.getInt(4)))
                : Optional.empty();
    }

    private static Optional<Bytes> btrfsSize(DeviceReader reader) {
        var block = reader.read(BTRFS_OFFSET, LENGTH);
        return block.getLong(0x40) == BTRFS_MAGIC ? Optional.of(new Bytes(block.getLong(0x70))) : Optional.empty();
    }
}
