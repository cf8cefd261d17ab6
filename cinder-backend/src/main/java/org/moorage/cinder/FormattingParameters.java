package org.moorage.cinder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;

/// How a volume's file system is to be made: parameters of a StorageClass, spelled as those of the AWS EBS driver
/// where that has them. They travel to the node in the volume's context under the same names, so that a
/// PersistentVolume made by hand may say them, too.
final class FormattingParameters {
    private static final String BLOCK_SIZE = "blockSize";
    private static final String INODE_SIZE = "inodeSize";
    private static final String BYTES_PER_INODE = "bytesPerInode";
    private static final String INODES = "numberOfInodes";
    private static final String RESERVED = "reservedBlocksPercentage";
    private static final String BIG_ALLOC = "ext4BigAlloc";
    private static final String CLUSTER_SIZE = "ext4ClusterSize";
    private static final String XFS_KERNEL = "xfsOldestKernel";

    /// All of them.
    static final List<String> KEYS =
            List.of(BLOCK_SIZE, INODE_SIZE, BYTES_PER_INODE, INODES, RESERVED, BIG_ALLOC, CLUSTER_SIZE, XFS_KERNEL);

    private FormattingParameters() {}

    /// Reads them from a StorageClass or from a volume's context; what else is there is not looked at.
    ///
    /// @throws Failure.Invalid one of them cannot be meant; the failure names it
    static Formatting of(Map<String, String> texts) {
        return new Formatting(
                integer(texts, BLOCK_SIZE),
                integer(texts, INODE_SIZE),
                number(texts, BYTES_PER_INODE),
                number(texts, INODES),
                integer(texts, RESERVED),
                enabled(texts, BIG_ALLOC),
                integer(texts, CLUSTER_SIZE),
                text(texts, XFS_KERNEL));
    }

    /// What the node must know of them: nothing when none is given, or when no file system will be made.
    ///
    /// @param otherwise the file system of those who name none
    /// @throws Failure.Invalid one of them cannot be had with a file system that is asked for
    static Map<String, String> context(
            Map<String, String> texts, List<VolumeCapability> capabilities, String otherwise) {
        var formatting = of(texts);
        var kept = new LinkedHashMap<String, String>();
        for (var capability : capabilities) {
            if (capability.access() instanceof VolumeAccess.Mount mount) {
                formatting.refusal(mount.fsType().orElse(otherwise)).ifPresent(reason -> {
                    throw new Failure.Invalid("StorageClass: " + reason);
                });
                KEYS.forEach(key -> text(texts, key).ifPresent(value -> kept.put(key, value)));
            }
        }
        return kept;
    }

    private static Optional<String> text(Map<String, String> texts, String key) {
        return Optional.ofNullable(texts.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static boolean enabled(Map<String, String> texts, String key) {
        return text(texts, key)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new Failure.Invalid(key + " is '" + text + "': write true or false");
                })
                .orElse(false);
    }

    private static OptionalInt integer(Map<String, String> texts, String key) {
        var number = number(texts, key);
        if (number.isPresent() && number.getAsLong() > Integer.MAX_VALUE) {
            throw new Failure.Invalid(key + " is " + number.getAsLong() + ", which is too large");
        }
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    private static OptionalLong number(Map<String, String> texts, String key) {
        var text = text(texts, key);
        if (text.stream().anyMatch(digits -> !digits.matches("[0-9]{1,12}"))) {
            throw new Failure.Invalid(key + " is '" + text.get() + "': write a whole number");
        }
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }
}
