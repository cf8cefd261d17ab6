package org.moorage.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.fault.Effect;
import org.moorage.emulator.fault.Faults;
import org.moorage.emulator.log.RequestLog;

/// The listener: takes each request to its service on a virtual thread of its own, with the faults that are in the
/// way, and writes it into the log.
public final class Front implements AutoCloseable {
    static {
        // Without it each answer waits 40 ms for the caller's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A connection that the server closes while its client reuses it looks like a fault that nobody put in.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private static final System.Logger LOG = System.getLogger(Front.class.getName());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults;
    private final RequestLog log;
    private final Duration latency;
    private List<Service> services = List.of();

    /// Binds the address; nothing is answered before [#serve].
    ///
    /// @throws IOException the address is in use or not this machine's
    public Front(InetSocketAddress address, Duration latency, Faults faults, RequestLog log) throws IOException {
        try {
            this.server = HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage(), e);
        }
        this.latency = latency;
        this.faults = faults;
        this.log = log;
    }

    /// Starts answering; of two services whose roots fit, the first is asked.
    public void serve(List<Service> toServe) {
        services = List.copyOf(toServe);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    public URI uri() {
        return URI.create("http://" + address().getAddress().getHostAddress() + ":"
                + address().getPort());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var started = System.nanoTime();
        try (exchange) {
            var request = read(exchange);
            var service = services.stream()
                    .filter(one ->
                            request.path().equals(one.root()) || request.path().startsWith(one.root() + "/"))
                    .findFirst()
                    .orElseThrow();
            var narrowed = service.narrow(
                    request.below(request.path().substring(service.root().length()), request.base() + service.root()));
            var match = service.find(narrowed);
            if (!service.emulated()) {
                send(exchange, narrowed, serve(service, narrowed, match));
                return;
            }
            var pattern = match.map(found -> found.route().pattern()).orElse(narrowed.path());
            var status = 0;
            try {
                status = answer(exchange, service, narrowed, match, pattern);
            } finally {
                log.add(new RequestLog.Entry(
                        Instant.now(),
                        service.name(),
                        request.method(),
                        pattern,
                        request.path(),
                        status,
                        Duration.ofNanos(System.nanoTime() - started)));
            }
        }
    }

    /// Returns the status that was sent, 0 when the connection was dropped.
    private int answer(
            HttpExchange exchange, Service service, Request request, Optional<Router.Match> match, String pattern)
            throws IOException {
        if (!pause(latency)) {
            return 0;
        }
        var effect = faults.onRequest(request.method(), pattern, request.path());
        if (effect.isEmpty()) {
            return send(exchange, request, serve(service, request, match));
        }
        return switch (effect.get()) {
            case Effect.DropBefore() -> 0;
            case Effect.DropAfter() -> {
                serve(service, request, match);
                yield 0;
            }
            case Effect.Delay(var time) -> pause(time) ? send(exchange, request, serve(service, request, match)) : 0;
            case Effect.Meanwhile(var deed) -> {
                deed.run();
                yield send(exchange, request, serve(service, request, match));
            }
            case Effect.Status(var code, var retryAfter, var message) -> {
                var refused = new Rejection(code, message);
                retryAfter.ifPresent(time -> refused.with("Retry-After", Long.toString(time.toSeconds())));
                yield send(exchange, request, service.dress(refused));
            }
        };
    }

    private static Answer serve(Service service, Request request, Optional<Router.Match> match) {
        try {
            return service.serve(request, match);
        } catch (Rejection rejection) {
            return service.dress(rejection);
        } catch (RuntimeException | Error e) {
            // A mistake of the emulator's own: tell it from all that is emulated.
            LOG.log(Level.ERROR, request.method() + " " + request.path() + " failed", e);
            return service.dress(new Rejection(500, "The emulator failed: " + e));
        }
    }

    private static int send(HttpExchange exchange, Request request, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        headers.set("x-openstack-request-id", request.id());
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        return answer.status();
    }

    /// Returns false when the emulator stops meanwhile.
    private static boolean pause(Duration time) {
        try {
            if (time.isPositive()) {
                Thread.sleep(time);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Request read(HttpExchange exchange) throws IOException {
        var host = exchange.getRequestHeaders().getFirst("Host");
        return new Request(
                "req-" + UUID.randomUUID(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                host == null ? uri().toString() : "http://" + host,
                query(exchange.getRequestURI().getRawQuery()),
                Map.of(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                new Microversion(0, 0));
    }

    private static Map<String, String> query(@Nullable String raw) {
        var query = new LinkedHashMap<String, String>();
        if (raw != null && !raw.isEmpty()) {
            for (var pair : raw.split("&", -1)) {
                var cut = pair.indexOf('=');
                var name = cut < 0 ? pair : pair.substring(0, cut);
                var value = cut < 0 ? "" : pair.substring(cut + 1);
                query.put(decoded(name), decoded(value));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
