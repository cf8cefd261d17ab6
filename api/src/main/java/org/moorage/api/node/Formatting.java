package org.moorage.api.node;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.moorage.api.failure.Failure;

/// How a file system is to be made on a blank device, where what mkfs does by itself will not do. What is absent is
/// left to mkfs (mke2fs(8), mkfs.xfs(8)). It has no effect on a file system that is there.
///
/// @param blockSize      the size of a block in bytes
/// @param inodeSize      the size of an inode in bytes
/// @param bytesPerInode  for how many bytes there is an inode; ext alone
/// @param inodes         how many inodes there are; ext alone
/// @param reserved       how much is kept for root, in percent; ext alone
/// @param bigClusters    whether space is handed out in clusters of blocks; ext4 alone
/// @param clusterSize    the size of such a cluster in bytes
/// @param xfsKernel      the oldest Linux that must be able to mount the file system, as `5.10`; xfs alone
public record Formatting(
        OptionalInt blockSize,
        OptionalInt inodeSize,
        OptionalLong bytesPerInode,
        OptionalLong inodes,
        OptionalInt reserved,
        boolean bigClusters,
        OptionalInt clusterSize,
        Optional<String> xfsKernel) {
    /// All left to mkfs.
    public static final Formatting USUAL = new Formatting(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            false,
            OptionalInt.empty(),
            Optional.empty());

    private static final int MOST_RESERVED = 50;
    private static final long MOST_INODES = 0xffff_ffffL;

    /// @throws Failure.Invalid a value is none that any mkfs takes, or two of them exclude each other
    public Formatting {
        blockSize.ifPresent(size -> requirePower("block size", size, 512, 65536));
        inodeSize.ifPresent(size -> requirePower("inode size", size, 128, 65536));
        clusterSize.ifPresent(size -> requirePower("cluster size", size, 2048, 512 << 20));
        bytesPerInode.ifPresent(count -> require("bytes per inode", count, 1024, 64 << 20));
        inodes.ifPresent(count -> require("number of inodes", count, 1, MOST_INODES));
        reserved.ifPresent(percent -> require("percentage of reserved blocks", percent, 0, MOST_RESERVED));
        if (bytesPerInode.isPresent() && inodes.isPresent()) {
            throw new Failure.Invalid("bytes per inode and a number of inodes exclude each other: give one of them");
        }
        if (clusterSize.isPresent() && !bigClusters) {
            throw new Failure.Invalid("a cluster size is given, and no clusters are asked for");
        }
        if (xfsKernel.stream().anyMatch(kernel -> !kernel.matches("[0-9]{1,2}\\.[0-9]{1,3}"))) {
            throw new Failure.Invalid("the oldest kernel is not written as a version such as 5.10");
        }
    }

    /// Why no file system of that type can be made so; empty when one can.
    ///
    /// @param fsType as mkfs spells it
    public Optional<String> refusal(String fsType) {
        return switch (fsType) {
            case "ext2", "ext3", "ext4" -> extRefusal(fsType);
            case "xfs" -> xfsRefusal();
            default ->
                equals(USUAL) ? Optional.empty() : Optional.of("no way of making it can be chosen for " + fsType);
        };
    }

    private Optional<String> extRefusal(String fsType) {
        if (xfsKernel.isPresent()) {
            return Optional.of("an oldest kernel can be given for xfs alone, not for " + fsType);
        }
        if (bigClusters && !fsType.equals("ext4")) {
            return Optional.of("clusters can be had with ext4 alone, not with " + fsType);
        }
        if (blockSize.orElse(1024) < 1024) {
            return Optional.of("a block of " + fsType + " has 1024 bytes at least");
        }
        if (inodeSize.orElse(0) > blockSize.orElse(4096)) {
            return Optional.of("an inode of " + fsType + " must fit into a block");
        }
        if (clusterSize.isPresent() && clusterSize.getAsInt() <= blockSize.orElse(4096)) {
            return Optional.of("a cluster of " + fsType + " must be larger than a block");
        }
        return Optional.empty();
    }

    private Optional<String> xfsRefusal() {
        if (bytesPerInode.isPresent() || inodes.isPresent() || reserved.isPresent() || bigClusters) {
            return Optional.of("xfs takes a block size, an inode size and an oldest kernel, and nothing else: it makes"
                    + " inodes as it needs them, and reserves no blocks");
        }
        if (blockSize.orElse(4096) < 1024) {
            return Optional.of("a block of xfs has 1024 bytes at least");
        }
        var most = Math.min(2048, blockSize.orElse(4096) / 2);
        if (inodeSize.isPresent() && (inodeSize.getAsInt() < 512 || inodeSize.getAsInt() > most)) {
            return Optional.of("an inode of xfs has between 512 and " + most + " bytes: half a block at most");
        }
        return Optional.empty();
    }

    private static void requirePower(String what, int size, int least, int most) {
        require(what, size, least, most);
        if (Integer.bitCount(size) != 1) {
            throw new Failure.Invalid("the " + what + " " + size + " is no power of two");
        }
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Failure.Invalid("the " + what + " " + value + " is not between " + least + " and " + most);
        }
    }
}
