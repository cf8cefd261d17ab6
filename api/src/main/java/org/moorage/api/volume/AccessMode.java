package org.moorage.api.volume;

/// From how many nodes, and how, a volume is used at one time (CSI 1.13, VolumeCapability.AccessMode.Mode).
public enum AccessMode {
    /// One node reads and writes.
    SINGLE_NODE_WRITER,

    /// One node reads.
    SINGLE_NODE_READER_ONLY,

    /// Several nodes read.
    MULTI_NODE_READER_ONLY,

    /// Several nodes read, one of them writes.
    MULTI_NODE_SINGLE_WRITER,

    /// Several nodes read and write.
    MULTI_NODE_MULTI_WRITER,

    /// One pod of one node reads and writes.
    SINGLE_NODE_SINGLE_WRITER,

    /// Several pods of one node read and write.
    SINGLE_NODE_MULTI_WRITER;

    /// Whether the volume may be used on several nodes at one time.
    public boolean multiNode() {
        return switch (this) {
            case MULTI_NODE_READER_ONLY, MULTI_NODE_SINGLE_WRITER, MULTI_NODE_MULTI_WRITER -> true;
            case SINGLE_NODE_WRITER, SINGLE_NODE_READER_ONLY, SINGLE_NODE_SINGLE_WRITER, SINGLE_NODE_MULTI_WRITER ->
                false;
        };
    }

    /// Whether nobody may write.
    public boolean readOnly() {
        return this == SINGLE_NODE_READER_ONLY || this == MULTI_NODE_READER_ONLY;
    }
}
