package org.moorage.node.filesystem;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;

/// What mkfs is told of the way in which a file system is to be made. Nothing of a request reaches the command line
/// but numbers.
final class MakerOptions {
    private final List<String> words = new ArrayList<>();

    private MakerOptions() {}

    /// The options for that type.
    ///
    /// @throws Failure.Invalid no file system of that type can be made so
    static List<String> of(FsType type, Formatting formatting) {
        formatting.refusal(type.toString()).ifPresent(reason -> {
            throw new Failure.Invalid(reason);
        });
        var options = new MakerOptions();
        switch (type) {
            case EXT2, EXT3, EXT4 -> options.ext(formatting);
            case XFS -> options.xfs(formatting);
            case BTRFS -> {}
        }
        return List.copyOf(options.words);
    }

    /// No space is kept for root unless asked for: a volume is not a root disk.
    private void ext(Formatting formatting) {
        add("-m", OptionalInt.of(formatting.reserved().orElse(0)));
        add("-b", formatting.blockSize());
        add("-I", formatting.inodeSize());
        add("-i", formatting.bytesPerInode());
        add("-N", formatting.inodes());
        if (formatting.bigClusters()) {
            words.addAll(List.of("-O", "bigalloc"));
        }
        add("-C", formatting.clusterSize());
    }

    private void xfs(Formatting formatting) {
        formatting.blockSize().ifPresent(size -> words.addAll(List.of("-b", "size=" + size)));
        formatting.inodeSize().ifPresent(size -> words.addAll(List.of("-i", "size=" + size)));
    }

    private void add(String option, OptionalInt value) {
        value.ifPresent(number -> words.addAll(List.of(option, String.valueOf(number))));
    }

    private void add(String option, OptionalLong value) {
        value.ifPresent(number -> words.addAll(List.of(option, String.valueOf(number))));
    }
}
