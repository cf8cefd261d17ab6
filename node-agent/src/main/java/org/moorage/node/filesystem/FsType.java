package org.moorage.node.filesystem;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;

/// The file systems that a volume can carry.
public enum FsType {
    EXT2("ext2", "e2fsprogs"),
    EXT3("ext3", "e2fsprogs"),
    EXT4("ext4", "e2fsprogs"),
    XFS("xfs", "xfsprogs"),
    BTRFS("btrfs", "btrfs-progs");

    private final String text;
    private final String source;

    FsType(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /// The type that mount(8) calls so, if it is one of these.
    public static Optional<FsType> named(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /// The type that mount(8) calls so.
    ///
    /// @throws Failure.Invalid it is none of these
    public static FsType require(String text) {
        return named(text)
                .orElseThrow(() -> new Failure.Invalid("the file system " + text + " is not one of "
                        + Arrays.stream(values()).map(type -> type.text).collect(Collectors.joining(", "))));
    }

    /// Whether e2fsprogs looks after it.
    public boolean isExt() {
        return switch (this) {
            case EXT2, EXT3, EXT4 -> true;
            case XFS, BTRFS -> false;
        };
    }

    /// The package that its tools come in.
    String source() {
        return source;
    }

    String maker() {
        return "mkfs." + text;
    }

    /// What mkfs is told in any case: no discarding, since a blank device has nothing to discard. None is told to
    /// overwrite: mkfs.xfs and
    /// mkfs.btrfs look for themselves then and refuse, which is one more safeguard.
    List<String> makerArguments() {
        return isExt() ? List.of("-E", "nodiscard") : List.of("-K");
    }

    /// How mount(8) calls it.
    @Override
    public String toString() {
        return text;
    }
}
