package org.moorage.api.volume;

import java.util.Optional;
import org.moorage.api.failure.Failure;

/// How large a volume must be at least and may be at most (CSI 1.13, CapacityRange).
///
/// @param required the least size, if the caller names one
/// @param limit    the greatest size, if the caller names one
public record CapacityRange(Optional<Bytes> required, Optional<Bytes> limit) {
    private static final CapacityRange ANY = new CapacityRange(Optional.empty(), Optional.empty());

    /// @throws Failure.OutOfRange if the limit lies below the required size
    public CapacityRange {
        if (required.isPresent() && limit.isPresent() && limit.get().compareTo(required.get()) < 0) {
            throw new Failure.OutOfRange(
                    "limit_bytes (" + limit.get() + ") is below required_bytes (" + required.get() + ")");
        }
    }

    /// The range of a caller that names neither end.
    public static CapacityRange any() {
        return ANY;
    }

    /// The least size in whole GiB that lies in the range: for backends that count in GiB, such as Cinder and
    /// Manila.
    ///
    /// @param unasked the size in GiB to choose when no size is required
    /// @throws Failure.OutOfRange if no whole number of GiB lies in the range
    public long wholeGib(long unasked) {
        var gib = required.map(Bytes::gibRoundedUp).filter(size -> size > 0).orElse(unasked);
        if (limit.isPresent() && Bytes.ofGib(gib).compareTo(limit.get()) > 0) {
            throw new Failure.OutOfRange(
                    "sizes are whole GiB: " + gib + " GiB is needed and exceeds limit_bytes (" + limit.get() + ")");
        }
        return gib;
    }

    /// Whether a volume of that size satisfies the range.
    public boolean contains(Bytes size) {
        return required.stream().allMatch(least -> size.compareTo(least) >= 0)
                && limit.stream().allMatch(most -> size.compareTo(most) <= 0);
    }
}
