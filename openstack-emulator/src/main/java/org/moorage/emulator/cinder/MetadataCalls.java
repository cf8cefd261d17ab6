package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on the metadata of volumes and of snapshots, which are alike.
final class MetadataCalls {
    private final Store store;
    private final Timeline timeline;

    MetadataCalls(Store store, Timeline timeline) {
        this.store = store;
        this.timeline = timeline;
    }

    void addTo(Router router) {
        addTo(router, "/volumes/{id}/metadata", new OfVolumes());
        addTo(router, "/snapshots/{id}/metadata", new OfSnapshots());
    }

    /// Whose metadata.
    private sealed interface Owner {
        String kind();

        Map<String, String> read(String id);

        void write(String id, Map<String, String> metadata);
    }

    private final class OfVolumes implements Owner {
        @Override
        public String kind() {
            return "Volume";
        }

        @Override
        public Map<String, String> read(String id) {
            return store.requireVolume(id).metadata();
        }

        @Override
        public void write(String id, Map<String, String> metadata) {
            store.change(id, volume -> volume.with(metadata, timeline.now()));
        }
    }

    private final class OfSnapshots implements Owner {
        @Override
        public String kind() {
            return "Snapshot";
        }

        @Override
        public Map<String, String> read(String id) {
            return store.requireSnapshot(id).metadata();
        }

        @Override
        public void write(String id, Map<String, String> metadata) {
            store.changeSnapshot(id, snapshot -> snapshot.with(metadata, timeline.now()));
        }
    }

    private static void addTo(Router router, String path, Owner owner) {
        router.on("GET", path, request -> all(owner.read(request.part("id"))))
                .on("POST", path, request -> put(request, owner, true))
                .on("PUT", path, request -> put(request, owner, false))
                .on("GET", path + "/{key}", request -> one(request, owner))
                .on("PUT", path + "/{key}", request -> putOne(request, owner))
                .on("DELETE", path + "/{key}", request -> remove(request, owner));
    }

    private static Answer put(Request request, Owner owner, boolean keep) {
        var id = request.part("id");
        var entries = new Body(requireObject(request.json(), "metadata")).metadata("metadata");
        var metadata = keep ? new LinkedHashMap<>(owner.read(id)) : new LinkedHashMap<String, String>();
        owner.read(id);
        metadata.putAll(entries);
        owner.write(id, metadata);
        return all(metadata);
    }

    private static Answer one(Request request, Owner owner) {
        var body = Json.object();
        body.putObject("meta").put(request.part("key"), require(request, owner));
        return Answer.json(200, body);
    }

    private static Answer putOne(Request request, Owner owner) {
        var id = request.part("id");
        var entries = new Body(requireObject(request.json(), "meta")).metadata("meta");
        var metadata = new LinkedHashMap<>(owner.read(id));
        metadata.putAll(entries);
        owner.write(id, metadata);
        var body = Json.object();
        body.set("meta", Json.object(entries));
        return Answer.json(200, body);
    }

    private static Answer remove(Request request, Owner owner) {
        require(request, owner);
        var metadata = new LinkedHashMap<>(owner.read(request.part("id")));
        metadata.remove(request.part("key"));
        owner.write(request.part("id"), metadata);
        return Answer.html(200, "");
    }

    private static String require(Request request, Owner owner) {
        var value = owner.read(request.part("id")).get(request.part("key"));
        if (value == null) {
            throw Rejection.notFound(
                    owner.kind() + " " + request.part("id") + " has no metadata with key " + request.part("key") + ".");
        }
        return value;
    }

    private static JsonNode requireObject(JsonNode root, String key) {
        if (!root.path(key).isObject()) {
            throw Rejection.badRequest("'" + key + "' is a required property");
        }
        return root;
    }

    private static Answer all(Map<String, String> metadata) {
        var body = Json.object();
        body.set("metadata", Json.object(metadata));
        return Answer.json(200, body);
    }
}
