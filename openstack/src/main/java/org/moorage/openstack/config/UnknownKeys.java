package org.moorage.openstack.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of keys that are ignored and look like known ones. Other unknown keys pass in silence, since the
/// file may be shared with programs that know them.
final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);
    private static final int NEAR = 2;

    /// What other OpenStack programs call the keys.
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("project-id", GlobalKeys.TENANT_ID),
            Map.entry("project-name", GlobalKeys.TENANT_NAME),
            Map.entry("project-domain-id", GlobalKeys.TENANT_DOMAIN_ID),
            Map.entry("project-domain-name", GlobalKeys.TENANT_DOMAIN_NAME),
            Map.entry("region-name", GlobalKeys.REGION),
            Map.entry("endpoint-type", GlobalKeys.ENDPOINT_TYPE),
            Map.entry("interface", GlobalKeys.ENDPOINT_TYPE),
            Map.entry("cacert", GlobalKeys.CA_FILE),
            Map.entry("insecure", GlobalKeys.TLS_INSECURE));

    private UnknownKeys() {}

    static void warn(Section section, List<String> known) {
        for (var setting : section.settings()) {
            if (!known.contains(setting.key())) {
                nearest(setting.key(), known)
                        .ifPresent(near -> LOG.atWarn()
                                .log(
                                        "{} is not known and is ignored: did you mean {}?",
                                        section.where(setting.key()),
                                        near));
            }
        }
    }

    static Optional<String> nearest(String key, List<String> known) {
        var other = OTHER_NAMES.get(key);
        if (other != null && known.contains(other)) {
            return Optional.of(other);
        }
        return known.stream()
                .filter(candidate -> distance(key, candidate) <= NEAR)
                .min((a, b) -> distance(key, a) - distance(key, b));
    }

    /// How many letters have to be put in, left out, or changed to make one word of the other.
    private static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (var j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.length(); j++) {
                var changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
