package org.moorage.cinder;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;

/// The clouds that one driver works in, by name. Empty in a process that serves nodes alone.
final class Clouds {
    private final TreeMap<String, CinderCloud> byName = new TreeMap<>();

    Clouds(Collection<CinderCloud> clouds) {
        clouds.forEach(cloud -> byName.put(cloud.name(), cloud));
    }

    /// The cloud that the secret `cloud` of a request names; without one the unnamed cloud, or the only one.
    ///
    /// @throws Failure.Invalid there is no cloud of that name
    CinderCloud of(Secrets secrets) {
        var asked = secrets.find(CinderNames.CLOUD_SECRET).map(Secret::reveal);
        if (asked.isEmpty() && byName.size() == 1) {
            return byName.firstEntry().getValue();
        }
        return find(asked.orElse(""))
                .orElseThrow(() -> new Failure.Invalid("the secret '" + CinderNames.CLOUD_SECRET
                        + "' of this request names no cloud that is open; --cloud-name opened " + byName.keySet()));
    }

    /// The cloud of that name, if it is open.
    Optional<CinderCloud> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// All clouds, by name.
    List<CinderCloud> all() {
        return List.copyOf(byName.values());
    }

    /// The cloud that follows the one of that name, if one does.
    Optional<CinderCloud> after(String name) {
        return Optional.ofNullable(byName.higherEntry(name)).map(Map.Entry::getValue);
    }
}
