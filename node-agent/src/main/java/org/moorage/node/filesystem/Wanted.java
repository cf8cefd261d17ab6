package org.moorage.node.filesystem;

import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;

/// The file system that a caller wants to find on a device.
///
/// @param asked      the type, if the caller says which
/// @param otherwise  the type to make on a blank device when the caller does not say
/// @param readOnly   whether it is to be read only: then nothing is made, checked or grown
/// @param formatting how it is to be made on a blank device
public record Wanted(Optional<FsType> asked, FsType otherwise, boolean readOnly, Formatting formatting) {
    /// The type to make.
    FsType toMake() {
        return asked.orElse(otherwise);
    }

    /// Whether a device with that type is what the caller wants.
    public boolean accepts(FsType found) {
        return asked.stream().allMatch(found::equals);
    }

    /// Returns a type that was found when it is acceptable.
    ///
    /// @throws Failure.Precondition it is not
    FsType require(FsType found, String where) {
        if (!accepts(found)) {
            throw new Failure.Precondition(where + " holds a file system of type " + found + ", and " + toMake()
                    + " was asked for; nothing was changed: ask for " + found + " or use another volume");
        }
        return found;
    }
}
