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
import org.moorage.openstack.config.Parameter;

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
    static final List<Parameter> DECLARED = List.of(
            new Parameter(
                    BLOCK_SIZE,
                    "the program's",
                    "new: bytes in a block of a file system that is made: a power of two from 1024 on. A "
                            + "file system whose blocks are larger than the node's pages (4096 on amd64) can be made "
                            + "and not mounted, by ext at all, by xfs before Linux 6.12"),
            new Parameter(
                    INODE_SIZE,
                    "the program's",
                    "new: bytes in an inode: 128 up to a block for ext, 512 up to half a block and 2048 for "
                            + "xfs; a power of two"),
            new Parameter(
                    BYTES_PER_INODE, "the program's", "new: for how many bytes ext gets an inode: 1024 to 67108864"),
            new Parameter(INODES, "the program's", "new: how many inodes ext gets, in place of `bytesPerInode`"),
            Parameter.typed(RESERVED, "0", "new: how much ext keeps for root, in percent: 0 to 50"),
            Parameter.typed(BIG_ALLOC, "false", "new: `true` makes an ext4 that hands out clusters of blocks"),
            new Parameter(
                    CLUSTER_SIZE, "the program's", "new: bytes in such a cluster: larger than a block; a power of two"),
            new Parameter(
                    XFS_KERNEL,
                    "the program's",
                    "new: the oldest Linux that must be able to mount an xfs, as `5.10`: what it does not "
                            + "know is left out"));

    private static final List<String> KEYS =
            DECLARED.stream().map(Parameter::key).toList();

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
