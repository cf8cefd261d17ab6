package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A Kubernetes API that knows any kind of object: reads, paged lists, watches with versions, creations and merge
/// patches, over real HTTP. What it does not check is what we do not depend on.
public final class FakeCluster implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> forbidden = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private long version = 1;
    private long oldest;
    private int watchGeneration;
    private boolean broken;
    private Optional<String> token = Optional.empty();

    /// What was asked.
    public record Request(String method, String path, String query, String accept) {}

    private record Change(long version, String type, String key, ObjectNode object) {}

    private record Place(String group, String plural, String namespace, String name) {
        static Place of(String path) {
            var parts = new ArrayList<>(List.of(path.substring(1).split("/")));
            var group = parts.removeFirst() + "/" + parts.removeFirst();
            if (group.startsWith("apis/")) {
                group += "/" + parts.removeFirst();
            }
            var namespace = "";
            if (parts.getFirst().equals("namespaces") && parts.size() > 2) {
                parts.removeFirst();
                namespace = parts.removeFirst();
            }
            return new Place(group, parts.getFirst(), namespace, parts.size() > 1 ? parts.get(1) : "");
        }

        boolean holds(String key) {
            return key.startsWith(group + "|" + plural + "|" + (namespace.isEmpty() ? "" : namespace + "|"));
        }

        String key(String object) {
            return group + "|" + plural + "|" + namespace + "|" + object;
        }
    }

    public FakeCluster() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Its URL.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Puts an object under its path: `/api/v1/namespaces/a/persistentvolumeclaims/b`. What is not given of its
    /// metadata is made up.
    public synchronized JsonNode put(String path, String json) {
        try {
            var object = (ObjectNode) MAPPER.readTree(json);
            var place = Place.of(path);
            var metadata = object.withObjectProperty("metadata");
            metadata.put("name", place.name());
            if (!place.namespace().isEmpty()) {
                metadata.put("namespace", place.namespace());
            }
            if (!metadata.has("uid")) {
                metadata.put("uid", UUID.randomUUID().toString());
            }
            var key = place.key(place.name());
            return store(objects.containsKey(key) ? "MODIFIED" : "ADDED", key, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a claim with these annotations and returns its uid.
    public String claim(String namespace, String name, Map<String, String> annotations) {
        var object = MAPPER.createObjectNode();
        var noted = object.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.forEach(noted::put);
        object.withObjectProperty("spec").put("large", "x".repeat(100));
        return put("/api/v1/namespaces/" + namespace + "/persistentvolumeclaims/" + name, object.toString())
                .at("/metadata/uid")
                .asText();
    }

    public synchronized void remove(String path) {
        var place = Place.of(path);
        var gone = objects.remove(place.key(place.name()));
        if (gone != null) {
            store("DELETED", place.key(place.name()), gone);
            objects.remove(place.key(place.name()));
        }
    }

    /// Objects of that plural name, as they are.
    public synchronized List<ObjectNode> all(String plural) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().contains("|" + plural + "|"))
                .map(entry -> entry.getValue().deepCopy())
                .toList();
    }

    /// Forbids all about objects of that plural name.
    public synchronized void forbid(String plural) {
        forbidden.add(plural);
    }

    /// Does not know objects of that plural name.
    public synchronized void forget(String plural) {
        unknown.add(plural);
    }

    /// Answers 503 to everything, or stops doing so.
    public synchronized void breakDown(boolean down) {
        broken = down;
    }

    /// Wants this bearer token from now on.
    public synchronized void wantToken(String wanted) {
        token = Optional.of(wanted);
    }

    /// Forgets all changes so far: who goes on from an earlier version is told 410.
    public synchronized void compact() {
        oldest = version;
    }

    /// Ends all watches that run.
    public synchronized void endWatches() {
        watchGeneration++;
        notifyAll();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// How many requests of that kind there were.
    public long count(String method, String part) {
        return requests.stream()
                .filter(request ->
                        request.method().equals(method) && (request.path() + "?" + request.query()).contains(part))
                .count();
    }

    @Override
    public void close() {
        endWatches();
        server.stop(0);
    }

    private synchronized ObjectNode store(String type, String key, ObjectNode object) {
        version++;
        object.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
        objects.put(key, object);
        changes.add(new Change(version, type, key, object.deepCopy()));
        notifyAll();
        return object;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        requests.add(
                new Request(exchange.getRequestMethod(), uri.getPath(), String.valueOf(uri.getRawQuery()), accept));
        var place = Place.of(uri.getPath());
        try (exchange) {
            var refusal = refusal(exchange, place);
            if (refusal > 0) {
                status(exchange, refusal);
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, place, query(uri.getRawQuery()), accept.contains("PartialObjectMetadata"));
                case "POST" -> post(exchange, place);
                case "PATCH" -> patch(exchange, place);
                default -> status(exchange, 405);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int refusal(HttpExchange exchange, Place place) {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        if (broken) {
            return 503;
        }
        if (token.isPresent() && !("Bearer " + token.get()).equals(given)) {
            return 401;
        }
        if (forbidden.contains(place.plural())) {
            return 403;
        }
        return unknown.contains(place.plural()) ? 404 : 0;
    }

    private void get(HttpExchange exchange, Place place, Map<String, String> query, boolean metadataOnly)
            throws IOException, InterruptedException {
        if (query.containsKey("watch")) {
            watch(exchange, place, query, metadataOnly);
        } else if (place.name().isEmpty()) {
            list(exchange, place, query, metadataOnly);
        } else {
            Optional<ObjectNode> found;
            synchronized (this) {
                found = Optional.ofNullable(objects.get(place.key(place.name())));
            }
            if (found.isPresent()) {
                answer(exchange, 200, shown(found.get(), metadataOnly));
            } else {
                status(exchange, 404);
            }
        }
    }

    private void list(HttpExchange exchange, Place place, Map<String, String> query, boolean metadataOnly)
            throws IOException {
        var page = MAPPER.createObjectNode();
        var limit = Integer.parseInt(query.getOrDefault("limit", "1000000"));
        var from = Integer.parseInt(query.getOrDefault("continue", "0"));
        synchronized (this) {
            var chosen = objects.entrySet().stream()
                    .filter(entry -> place.holds(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            var items = page.putArray("items");
            chosen.stream().skip(from).limit(limit).forEach(object -> items.add(shown(object, metadataOnly)));
            var metadata = page.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
            if (chosen.size() > from + limit) {
                metadata.put("continue", Integer.toString(from + limit));
            }
        }
        answer(exchange, 200, page);
    }

    private void watch(HttpExchange exchange, Place place, Map<String, String> query, boolean metadataOnly)
            throws IOException, InterruptedException {
        var at = Long.parseLong(query.get("resourceVersion"));
        var end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(query.get("timeoutSeconds")))
                        .toNanos();
        exchange.sendResponseHeaders(200, 0);
        int generation;
        synchronized (this) {
            generation = watchGeneration;
        }
        while (System.nanoTime() < end) {
            var lines = new StringBuilder();
            synchronized (this) {
                if (at < oldest) {
                    lines.append(
                            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old"
                                    + " resource version\"}}\n");
                    generation = -1;
                }
                for (var change : changes) {
                    if (generation >= 0 && change.version() > at && place.holds(change.key())) {
                        var event = MAPPER.createObjectNode().put("type", change.type());
                        event.set("object", shown(change.object(), metadataOnly));
                        lines.append(event).append('\n');
                        at = change.version();
                    }
                }
                if (lines.isEmpty() && generation == watchGeneration) {
                    wait(1000);
                }
            }
            exchange.getResponseBody().write(lines.toString().getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            synchronized (this) {
                if (generation != watchGeneration) {
                    return;
                }
            }
        }
    }

    private void post(HttpExchange exchange, Place place) throws IOException {
        var object = (ObjectNode) MAPPER.readTree(exchange.getRequestBody());
        var name = object.at("/metadata/name").asText();
        ObjectNode made;
        synchronized (this) {
            made = objects.containsKey(place.key(name)) ? null : store("ADDED", place.key(name), object);
        }
        if (made == null) {
            status(exchange, 409);
        } else {
            answer(exchange, 201, made);
        }
    }

    private void patch(HttpExchange exchange, Place place) throws IOException {
        var change = MAPPER.readTree(exchange.getRequestBody());
        ObjectNode changed = null;
        synchronized (this) {
            var old = objects.get(place.key(place.name()));
            if (old != null) {
                changed = store(
                        "MODIFIED",
                        place.key(place.name()),
                        MAPPER.readerForUpdating(old.deepCopy()).readValue(change));
            }
        }
        if (changed == null) {
            status(exchange, 404);
        } else {
            answer(exchange, 200, changed);
        }
    }

    private static ObjectNode shown(ObjectNode object, boolean metadataOnly) {
        var copy = object.deepCopy();
        if (metadataOnly) {
            copy.retain("metadata");
        }
        return copy;
    }

    private static void status(HttpExchange exchange, int code) throws IOException {
        answer(
                exchange,
                code,
                MAPPER.createObjectNode()
                        .put("kind", "Status")
                        .put("code", code)
                        .put("message", code == 403 ? "it is forbidden" : "refused"));
    }

    private static void answer(HttpExchange exchange, int code, JsonNode body) throws IOException {
        var bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            var cut = pair.indexOf('=');
            query.put(pair.substring(0, cut), URLDecoder.decode(pair.substring(cut + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
