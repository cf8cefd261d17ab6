package org.moorage.emulator.manila;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on the metadata of shares and of snapshots, which are alike. Those of snapshots came with 2.73.
final class MetadataCalls {
    private static final int SNAPSHOTS = 73;

    private final Store store;

    MetadataCalls(Store store) {
        this.store = store;
    }

    void addTo(Router router) {
        addTo(router, "/shares/{id}/metadata", 0, new OfShares());
        addTo(router, "/snapshots/{id}/metadata", SNAPSHOTS, new OfSnapshots());
    }

    /// Whose metadata.
    private sealed interface Owner {
        /// What is said when it is read and not there.
        String missing();

        /// Whether an answer to new entries shows those alone.
        boolean brief();

        boolean has(String id);

        Map<String, String> read(String id);

        void write(String id, Map<String, String> metadata);
    }

    private final class OfShares implements Owner {
        @Override
        public String missing() {
            return "Share not found.";
        }

        @Override
        public boolean brief() {
            return false;
        }

        @Override
        public boolean has(String id) {
            return store.shares.containsKey(id);
        }

        @Override
        public Map<String, String> read(String id) {
            return store.requireShare(id).metadata();
        }

        @Override
        public void write(String id, Map<String, String> metadata) {
            store.change(id, share -> share.with(metadata));
        }
    }

    private final class OfSnapshots implements Owner {
        @Override
        public String missing() {
            return "Share_snapshot not found.";
        }

        @Override
        public boolean brief() {
            return true;
        }

        @Override
        public boolean has(String id) {
            return store.snapshots.containsKey(id);
        }

        @Override
        public Map<String, String> read(String id) {
            return Store.require(store.snapshots, id, missing()).metadata();
        }

        @Override
        public void write(String id, Map<String, String> metadata) {
            store.changeSnapshot(id, snapshot -> snapshot.with(metadata));
        }
    }

    private static void addTo(Router router, String path, int since, Owner owner) {
        router.on("GET", path, Manila.since(since, request -> all(read(request, owner))))
                .on("POST", path, Manila.since(since, request -> put(request, owner, true)))
                .on("PUT", path, Manila.since(since, request -> put(request, owner, false)))
                .on("GET", path + "/{key}", Manila.since(since, request -> one(request, owner)))
                .on("DELETE", path + "/{key}", Manila.since(since, request -> remove(request, owner)));
    }

    private static Map<String, String> read(Request request, Owner owner) {
        var id = request.part("id");
        if (!owner.has(id)) {
            throw Rejection.notFound(owner.missing());
        }
        return owner.read(id);
    }

    private static Answer put(Request request, Owner owner, boolean keep) {
        var id = request.part("id");
        var json = request.json();
        if (!json.path("metadata").isObject()) {
            throw Rejection.badRequest("Malformed request body");
        }
        var before = owner.read(id);
        var metadata = keep ? new LinkedHashMap<>(before) : new LinkedHashMap<String, String>();
        var entries = new Body(json).metadata("metadata");
        metadata.putAll(entries);
        owner.write(id, metadata);
        return all(owner.brief() ? entries : metadata);
    }

    private static Answer one(Request request, Owner owner) {
        var body = Json.object();
        body.putObject("meta").put(request.part("key"), require(request, owner));
        return Answer.json(200, body);
    }

    private static Answer remove(Request request, Owner owner) {
        require(request, owner);
        var metadata = new LinkedHashMap<>(owner.read(request.part("id")));
        metadata.remove(request.part("key"));
        owner.write(request.part("id"), metadata);
        return Answer.empty(200);
    }

    private static String require(Request request, Owner owner) {
        var value = read(request, owner).get(request.part("key"));
        if (value == null) {
            throw Rejection.notFound("MetadataItemNotFound: Metadata item is not found.");
        }
        return value;
    }

    private static Answer all(Map<String, String> metadata) {
        var body = Json.object();
        body.set("metadata", Json.object(metadata));
        return Answer.json(200, body);
    }
}
