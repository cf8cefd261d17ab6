package org.moorage.emulator.manila;

import java.util.List;
import java.util.Map;

/// A type of share groups.
///
/// @param specs what a backend must be like
/// @param types the ids of the share types that shares of such groups may be of
record ShareGroupType(String id, String name, Map<String, String> specs, List<String> types) {
    ShareGroupType {
        specs = Map.copyOf(specs);
        types = List.copyOf(types);
    }
}
