package org.moorage.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Calls the cloud's services over HTTP, as a client that knows nothing of the emulator would.
final class Caller {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String volume;
    private final String compute;
    private final String share;
    private final String token;

    private Caller(String volume, String compute, String share, String token) {
        this.volume = volume;
        this.compute = compute;
        this.share = share;
        this.token = token;
    }

    /// What came back.
    record Reply(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// The text of an error body of Cinder or Nova.
        String message() {
            return json().elements().next().path("message").asText();
        }
    }

    /// Logs in with what a cloud.conf says.
    static Caller login(String cloudConf) {
        var values = new java.util.HashMap<String, String>();
        cloudConf.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            var pair = line.split(" = ", 2);
            values.put(pair[0], pair[1]);
        });
        var body = """
                {"auth": {"identity": {"methods": ["application_credential"],
                  "application_credential": {"id": "%s", "secret": "%s"}}}}""".formatted(values.get("application-credential-id"), values.get("application-credential-secret"));
        var reply = new Caller("", "", "", "").send("POST", values.get("auth-url") + "/auth/tokens", body);
        var catalog = reply.json().path("token").path("catalog");
        return new Caller(
                endpoint(catalog, "volumev3"),
                endpoint(catalog, "compute"),
                endpoint(catalog, "sharev2"),
                reply.response().headers().firstValue("X-Subject-Token").orElseThrow());
    }

    Caller withToken(String other) {
        return new Caller(volume, compute, share, other);
    }

    String token() {
        return token;
    }

    Reply volume(String method, String path, String... bodyAndVersion) {
        return send(
                method,
                volume + path,
                bodyAndVersion.length > 0 ? bodyAndVersion[0] : "",
                bodyAndVersion.length > 1
                        ? new String[] {"OpenStack-API-Version", "volume " + bodyAndVersion[1]}
                        : new String[0]);
    }

    Reply compute(String method, String path, String... bodyAndVersion) {
        return send(
                method,
                compute + path,
                bodyAndVersion.length > 0 ? bodyAndVersion[0] : "",
                bodyAndVersion.length > 1
                        ? new String[] {"OpenStack-API-Version", "compute " + bodyAndVersion[1]}
                        : new String[0]);
    }

    /// Asks Manila in its newest version, or in the one that follows the body.
    Reply share(String method, String path, String... bodyAndVersion) {
        return send(
                method,
                share + path,
                bodyAndVersion.length > 0 ? bodyAndVersion[0] : "",
                "X-OpenStack-Manila-API-Version",
                bodyAndVersion.length > 1 ? bodyAndVersion[1] : "2.73");
    }

    /// Sends anything anywhere.
    Reply send(String method, String url, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("X-Auth-Token", token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Makes a volume and waits until it is available.
    String newVolume(String name, int size) {
        var id = volume("POST", "/volumes", "{\"volume\": {\"name\": \"" + name + "\", \"size\": " + size + "}}")
                .json()
                .path("volume")
                .path("id")
                .asText();
        awaitVolume(id, "available");
        return id;
    }

    void attach(String server, String volumeId) {
        compute(
                "POST",
                "/servers/" + server + "/os-volume_attachments",
                "{\"volumeAttachment\": {\"volumeId\": \"" + volumeId + "\"}}");
        awaitVolume(volumeId, "in-use");
    }

    void detach(String server, String volumeId) {
        compute("DELETE", "/servers/" + server + "/os-volume_attachments/" + volumeId);
        awaitVolume(volumeId, "available");
    }

    JsonNode awaitVolume(String id, String status) {
        return await("/volumes/" + id, "volume", status);
    }

    /// Asks again and again until the object is in that state; `gone` waits for 404.
    JsonNode await(String path, String key, String status) {
        return await(() -> volume("GET", path), path, key, "status", status);
    }

    /// Makes a share and waits until it is available.
    String newShare(String name, String protocol) {
        var body = "{\"share\": {\"name\": \"%s\", \"size\": 1, \"share_proto\": \"%s\"}}".formatted(name, protocol);
        var id = share("POST", "/shares", body).json().path("share").path("id").asText();
        awaitShare(id, "available");
        return id;
    }

    JsonNode awaitShare(String id, String status) {
        return await(() -> share("GET", "/shares/" + id), id, "share", "status", status);
    }

    JsonNode awaitShare(String id, String status, String version) {
        return await(() -> share("GET", "/shares/" + id, "", version), id, "share", "status", status);
    }

    void awaitShareSize(String id, int size) {
        await(() -> share("GET", "/shares/" + id), id, "share", "size", Integer.toString(size));
    }

    JsonNode awaitGroup(String id, String status) {
        return await(() -> share("GET", "/share-groups/" + id), id, "share_group", "status", status);
    }

    JsonNode awaitGroupSnapshot(String id, String status) {
        var path = "/share-group-snapshots/" + id;
        return await(() -> share("GET", path), id, "share_group_snapshot", "status", status);
    }

    /// Asks Manila for what is not yet stable in a version.
    Reply experimentalShare(String path, String version) {
        return send(
                "GET",
                share + path,
                "",
                "X-OpenStack-Manila-API-Version",
                version,
                "X-OpenStack-Manila-API-Experimental",
                "true");
    }

    JsonNode awaitShareSnapshot(String id, String status) {
        return await(() -> share("GET", "/snapshots/" + id), id, "snapshot", "status", status);
    }

    JsonNode awaitRule(String id, String state) {
        return await(() -> share("GET", "/share-access-rules/" + id), id, "access", "state", state);
    }

    private static JsonNode await(Supplier<Reply> ask, String what, String key, String field, String status) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var reply = ask.get();
            var now = reply.status() == 404
                    ? "gone"
                    : reply.json().path(key).path(field).asText();
            if (now.equals(status)) {
                return reply.json().path(key);
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(what + " is " + now + " and not " + status);
            }
        }
    }

    private static String endpoint(JsonNode catalog, String type) {
        for (var service : catalog) {
            if (service.path("type").asText().equals(type)) {
                for (var endpoint : service.path("endpoints")) {
                    if (endpoint.path("interface").asText().equals("public")) {
                        return endpoint.path("url").asText();
                    }
                }
            }
        }
        throw new AssertionError("no endpoint of type " + type);
    }
}
