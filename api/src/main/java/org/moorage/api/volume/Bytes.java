package org.moorage.api.volume;

import org.moorage.api.failure.Failure;

/// A size in bytes, zero or more.
///
/// @param count how many bytes
public record Bytes(long count) implements Comparable<Bytes> {
    /// One GiB, 2^30 bytes: the unit in which Cinder and Manila count.
    public static final Bytes GIB = new Bytes(1L << 30);

    /// @throws Failure.Invalid if `count` is negative
    public Bytes {
        if (count < 0) {
            throw new Failure.Invalid("a size in bytes is negative: " + count);
        }
    }

    /// That many GiB.
    ///
    /// @throws Failure.OutOfRange if the size does not fit into 63 bits
    public static Bytes ofGib(long gib) {
        if (gib > Long.MAX_VALUE >> 30) {
            throw new Failure.OutOfRange("a size of " + gib + " GiB is too large");
        }
        return new Bytes(gib << 30);
    }

    /// The size in GiB, a part of one counted as a whole.
    public long gibRoundedUp() {
        return (count >> 30) + ((count & (GIB.count - 1)) == 0 ? 0 : 1);
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    @Override
    public String toString() {
        return count % GIB.count == 0 ? (count >> 30) + " GiB" : count + " bytes";
    }
}
