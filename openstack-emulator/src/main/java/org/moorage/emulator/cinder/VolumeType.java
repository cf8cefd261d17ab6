package org.moorage.emulator.cinder;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A volume type.
///
/// @param extraSpecs what a backend must be like, of which users see a part
/// @param qos        the id of the QoS specs that the hypervisor heeds
record VolumeType(
        String id,
        String name,
        String description,
        Map<String, String> extraSpecs,
        @Nullable String qos) {
    private static final Set<String> SHOWN = Set.of("multiattach", "RESKEY:availability_zones", "replication_enabled");

    VolumeType {
        extraSpecs = Map.copyOf(extraSpecs);
    }

    boolean multiattach() {
        return "<is> True".equals(extraSpecs.get("multiattach"));
    }

    /// The extra specs that everybody sees.
    Map<String, String> shownSpecs() {
        return extraSpecs.entrySet().stream()
                .filter(spec -> SHOWN.contains(spec.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Whether a volume has to move to become of that type: this backend changes none where it is.
    boolean isFarFrom(VolumeType other) {
        return !extraSpecs.equals(other.extraSpecs) || !Objects.equals(qos, other.qos);
    }
}
