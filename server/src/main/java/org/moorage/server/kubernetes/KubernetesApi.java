package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The few requests that we make of Kubernetes: reads, lists, watches, creations and merge patches of JSON objects.
/// Every method throws {@link KubernetesError} when there is no usable answer. Safe for many threads.
public final class KubernetesApi implements AutoCloseable {
    /// Asks for the metadata of objects alone.
    static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// The same for lists.
    static final String METADATA_LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesApi.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 5;
    private static final int PAGE = 500;
    private static final int SUCCESS = 2;

    private final ClusterAccess access;
    private final RequestRate rate;
    private final HttpClient client;

    /// @param access   where the API is
    /// @param settings how much may be asked of it
    public KubernetesApi(ClusterAccess access, ClusterSettings settings) {
        this.access = access;
        this.rate = new RequestRate(settings.qps(), settings.burst());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME)
                .sslContext(access.tls())
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(task -> Thread.ofVirtual().start(task))
                .build();
    }

    /// Reads an object; a failure that may pass is tried again until the deadline.
    ///
    /// @param accept what to ask for: {@link #JSON} or {@link #METADATA}
    JsonNode get(String path, String accept, Deadline deadline) {
        return read(path, Map.of(), accept, deadline);
    }

    /// Reads a list to its end, page by page, as it is now and not as some cache remembers it.
    ///
    /// @param accept {@link #JSON} or {@link #METADATA_LIST}
    /// @return its resource version
    String list(String path, String accept, Deadline deadline, Consumer<JsonNode> each) {
        var more = "";
        while (true) {
            var query = new TreeMap<>(Map.of("limit", Integer.toString(PAGE)));
            if (!more.isEmpty()) {
                query.put("continue", more);
            }
            var page = read(path, query, accept, deadline);
            page.path("items").forEach(each);
            more = page.at("/metadata/continue").asText("");
            if (more.isEmpty()) {
                return page.at("/metadata/resourceVersion").asText("");
            }
        }
    }

    /// Makes an object, once.
    ///
    /// @return what was made of it
    JsonNode create(String path, JsonNode object, Deadline deadline) {
        return sent("POST", path, object, JSON, deadline);
    }

    /// Changes an object as a merge patch says (RFC 7386), once.
    JsonNode patch(String path, JsonNode change, Deadline deadline) {
        return sent("PATCH", path, change, MERGE_PATCH, deadline);
    }

    /// Watches a list from that version on, until the server ends it or the time has come.
    ///
    /// @param event is called with each event; what it throws ends the watch
    /// @throws InterruptedException if the thread is to end
    void watch(String path, String accept, String version, Duration time, Consumer<JsonNode> event)
            throws InterruptedException {
        var query = Map.of(
                "watch",
                "true",
                "allowWatchBookmarks",
                "true",
                "resourceVersion",
                version,
                "timeoutSeconds",
                Long.toString(time.toSeconds()));
        var what = "watch " + path;
        if (!rate.await(ANSWER_TIME)) {
            throw KubernetesError.unanswered(what, new IOException("no turn in time"));
        }
        var request = request(path, query, accept, ANSWER_TIME).GET().build();
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var in = answer.body();
                    var _ = new Guard(in, time.plus(ANSWER_TIME))) {
                require(what, answer.statusCode(), () -> in.readNBytes(PAGE * PAGE));
                var lines = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(in);
                while (lines.hasNextValue()) {
                    event.accept(lines.nextValue());
                }
            }
        } catch (IOException e) {
            throw KubernetesError.unanswered(what, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private JsonNode read(String path, Map<String, String> query, String accept, Deadline deadline) {
        var pause = FIRST_PAUSE;
        for (var tries = 1; ; tries++) {
            try {
                return answer(
                        "GET " + path,
                        request(path, query, accept, time(deadline)).GET(),
                        deadline);
            } catch (KubernetesError error) {
                if (!error.passing() || tries == TRIES || deadline.remaining().compareTo(pause) < 0) {
                    throw error;
                }
                sleep("GET " + path, pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private JsonNode sent(String method, String path, JsonNode object, String type, Deadline deadline) {
        var body = HttpRequest.BodyPublishers.ofString(object.toString());
        var request = request(path, Map.of(), JSON, time(deadline))
                .header("Content-Type", type)
                .method(method, body);
        return answer(method + " " + path, request, deadline);
    }

    private JsonNode answer(String what, HttpRequest.Builder request, Deadline deadline) {
        try {
            if (!rate.await(deadline.remaining())) {
                throw KubernetesError.unanswered(
                        what, new IOException("no turn in time: --kube-api-qps and --kube-api-burst limit requests"));
            }
            var answer = client.sendAsync(request.build(), BodyHandlers.ofByteArray());
            HttpResponse<byte[]> whole;
            try {
                whole = answer.get(time(deadline).toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw KubernetesError.unanswered(what, new IOException("no answer in time", e));
            } catch (ExecutionException e) {
                throw KubernetesError.unanswered(what, e.getCause() == null ? e : e.getCause());
            } finally {
                answer.cancel(true);
            }
            require(what, whole.statusCode(), whole::body);
            return MAPPER.readTree(whole.body());
        } catch (IOException e) {
            throw KubernetesError.unanswered(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KubernetesError.unanswered(what, e);
        }
    }

    private interface Body {
        byte[] read() throws IOException;
    }

    private static void require(String what, int status, Body body) throws IOException {
        LOG.atDebug()
                .addKeyValue("request", what)
                .addKeyValue(LogKeys.CODE, status)
                .log("cluster call");
        if (status / 100 == SUCCESS) {
            return;
        }
        JsonNode text;
        try {
            text = MAPPER.readTree(body.read());
        } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
            // A proxy's page, perhaps: the status says enough.
            text = JsonNodeFactory.instance.objectNode();
        }
        throw KubernetesError.refused(what, status, text);
    }

    private HttpRequest.Builder request(String path, Map<String, String> query, String accept, Duration time) {
        var base = access.server().toString().replaceAll("/+$", "");
        var asked = query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(base + path + (asked.isEmpty() ? "" : "?" + asked)))
                .timeout(time)
                .header("Accept", accept)
                .header("User-Agent", "moorage");
        access.credential().authorization().ifPresent(secret -> authorize(request, secret));
        return request;
    }

    /// The client's own complaint about a header holds its value, hence is dropped.
    private static void authorize(HttpRequest.Builder request, Secret secret) {
        try {
            request.header("Authorization", secret.reveal());
        } catch (IllegalArgumentException _) {
            throw KubernetesError.unanswered(
                    "log in", new IOException("the token or password holds a character that no header may hold"));
        }
    }

    private static Duration time(Deadline deadline) {
        var left = deadline.within(ANSWER_TIME).remaining();
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static void sleep(String what, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KubernetesError.unanswered(what, e);
        }
    }

    /// Closes a stream whose other end has gone without a word.
    private static final class Guard implements AutoCloseable {
        private final Thread thread;

        Guard(InputStream stream, Duration time) {
            this.thread = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(time);
                    stream.close();
                } catch (InterruptedException | IOException _) {
                    // The watch has ended by itself.
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
