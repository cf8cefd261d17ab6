package org.moorage.manila;

import java.util.Map;
import java.util.Optional;

/// The annotations of a claim: `manila.csi.openstack.org/affinity` and its like, whatever the
/// driver's name; one that begins with the very name of the driver wins.
final class ClaimAnnotations {
    private ClaimAnnotations() {}

    /// The annotation of that name behind the `/`, if it says something.
    static Optional<String> find(Map<String, String> annotations, DriverSettings settings, String name) {
        return Optional.ofNullable(annotations.get(settings.driver() + "/" + name))
                .or(() -> Optional.ofNullable(annotations.get(ManilaNames.DRIVER + "/" + name)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
