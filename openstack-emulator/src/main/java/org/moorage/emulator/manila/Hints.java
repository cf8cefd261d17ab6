package org.moorage.emulator.manila;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// What the scheduler was told of shares that belong together or apart. Manila keeps it in the metadata of both sides.
record Hints(Store store) {
    private static final Map<String, String> KEYS =
            Map.of("same_host", "__affinity_same_host", "different_host", "__affinity_different_host");

    /// The hints of a request for a new share, by the metadata in which they are kept.
    Map<String, String> read(Request request) {
        var hints = new LinkedHashMap<String, String>();
        KEYS.forEach((hint, key) -> {
            var ids = request.json()
                    .path("share")
                    .path("scheduler_hints")
                    .path(hint)
                    .asText("");
            if (!ids.isEmpty()) {
                List.of(ids.split(",", -1)).forEach(this::check);
                hints.put(key, ids);
            }
        });
        return hints;
    }

    private void check(String id) {
        if (!GroupCalls.isUuid(id)) {
            throw Rejection.badRequest(id + " is not a valid uuid.");
        }
        Store.require(store.shares, id, "ShareNotFound: Share " + id + " could not be found.");
    }

    /// Keeps the hints of a new share.
    void remember(String id, Map<String, String> hints) {
        hints.forEach((key, ids) -> {
            add(id, key, ids);
            for (var other : ids.split(",", -1)) {
                add(other, key, id);
            }
        });
    }

    /// Takes a share that goes out of what others keep of it.
    void forget(String id) {
        for (var key : KEYS.values()) {
            store.shares.replaceAll((_, share) -> without(share, key, id));
        }
    }

    private void add(String id, String key, String more) {
        store.change(id, share -> {
            var metadata = new HashMap<>(share.metadata());
            metadata.merge(key, more, (before, added) -> before + "," + added);
            return share.with(metadata);
        });
    }

    private static Share without(Share share, String key, String id) {
        var ids = share.metadata().get(key);
        if (ids == null) {
            return share;
        }
        var left = new ArrayList<>(List.of(ids.split(",", -1)));
        if (!left.remove(id)) {
            return share;
        }
        var metadata = new HashMap<>(share.metadata());
        if (left.isEmpty()) {
            metadata.remove(key);
        } else {
            metadata.put(key, String.join(",", left));
        }
        return share.with(metadata);
    }
}
