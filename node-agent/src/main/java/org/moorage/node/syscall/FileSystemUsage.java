package org.moorage.node.syscall;

/// What statfs(2) tells of a file system.
///
/// @param blockSize       the unit of the block counts, in bytes
/// @param blocks          how many blocks there are
/// @param freeBlocks      how many are free
/// @param availableBlocks how many are free for others than root
/// @param inodes          how many inodes there are
/// @param freeInodes      how many are free
public record FileSystemUsage(
        long blockSize, long blocks, long freeBlocks, long availableBlocks, long inodes, long freeInodes) {}
