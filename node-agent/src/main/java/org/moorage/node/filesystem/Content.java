package org.moorage.node.filesystem;

/// What is on a device.
sealed interface Content {
    /// Nothing at all, as far as two tools and our own reading can prove.
    record Blank(BlankDevice proof) implements Content {}

    /// A file system that can be mounted.
    record Existing(FsType type) implements Content {}

    /// A file system that its mkfs was still making when it was cut off: it bears the mark by which that mkfs
    /// keeps it from ever being mounted before it is complete.
    record HalfMade(UnfinishedMaking proof) implements Content {}

    /// Something else, or something that is not understood. It is never written over.
    ///
    /// @param finding what was found
    record Foreign(String finding) implements Content {}
}
