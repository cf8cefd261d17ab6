package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.moorage.emulator.http.Json;

/// What a request for a volume tells the scheduler beside the volume, with the checks of Cinder's schema.
///
/// @param sameHost      volumes whose backend it shall share
/// @param differentHost volumes whose backends it shall avoid
public record Hints(List<String> sameHost, List<String> differentHost) {
    static final Hints NONE = new Hints(List.of(), List.of());
    private static final String KEY = "OS-SCH-HNT:scheduler_hints";

    /// Copies the lists.
    public Hints {
        sameHost = List.copyOf(sameHost);
        differentHost = List.copyOf(differentHost);
    }

    static Hints of(JsonNode body) {
        var hints = body.path(KEY);
        if (hints.isMissingNode() || hints.isNull()) {
            return NONE;
        }
        if (!hints.isObject()) {
            throw Body.invalid(KEY, hints, Json.repr(hints) + " is not of type 'object', 'null'");
        }
        return new Hints(volumes(hints, "same_host"), volumes(hints, "different_host"));
    }

    private static List<String> volumes(JsonNode hints, String key) {
        var value = hints.path(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        var ids = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(item -> ids.add(item.isTextual() ? item.textValue() : ""));
        } else {
            ids.add(value.isTextual() ? value.textValue() : "");
        }
        var valid = ids.stream().allMatch(Body::isUuid) && new LinkedHashSet<>(ids).size() == ids.size();
        if (!valid) {
            throw Body.invalid(key, value, Json.repr(value) + " is not valid under any of the given schemas");
        }
        return ids;
    }

    /// Whether a volume with these hints may go to that backend: Cinder's SameBackendFilter and
    /// DifferentBackendFilter. Ids of no volume are passed over, as there.
    ///
    /// @param backends the backend of each volume
    boolean allow(String backend, Map<String, String> backends) {
        var near = sameHost.isEmpty() || sameHost.stream().anyMatch(id -> backend.equals(backends.get(id)));
        return near && differentHost.stream().noneMatch(id -> backend.equals(backends.get(id)));
    }
}
