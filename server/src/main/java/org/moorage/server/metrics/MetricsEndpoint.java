package org.moorage.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;

/// Serves `/metrics`, `/healthz` and the status page over plain HTTP. As with the Go driver, DELETE on
/// `/metrics` sets all back.
///
/// Who collects metrics may reach the port from anywhere, and nobody tells who he is. The status page names volumes
/// and repeats what clouds said, which metrics do not: it is shown to this host alone.
public final class MetricsEndpoint implements AutoCloseable {
    private static final String STATUS = "/status";
    private static final String METRICS = "/metrics";
    private static final String HEALTH = "/healthz";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final String ELSEWHERE = "the status page is shown to the host alone that it is about: in"
            + " Kubernetes, run 'kubectl port-forward POD PORT' and see http://127.0.0.1:PORT/status\n";

    private final HttpServer server;
    private final PrometheusMeters meters;
    private final Pages pages;

    private MetricsEndpoint(HttpServer server, PrometheusMeters meters, Pages pages) {
        this.server = server;
        this.meters = meters;
        this.pages = pages;
    }

    /// The pages for people, whole HTML documents without scripts.
    public interface Pages {
        /// Links to these paths.
        String index(List<String> paths);

        /// How the process and its drivers are.
        String status();

        /// What browsers may do with the pages: the value of `Content-Security-Policy`.
        String policy();
    }

    /// Listens.
    ///
    /// @throws Refusal if the address cannot be listened on
    public static MetricsEndpoint start(InetSocketAddress address, Pages pages) {
        try {
            var endpoint = new MetricsEndpoint(HttpServer.create(address, 0), new PrometheusMeters(), pages);
            endpoint.server.createContext("/", endpoint::answer);
            endpoint.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            endpoint.server.start();
            return endpoint;
        } catch (IOException e) {
            throw new Refusal(
                    "--http-endpoint " + address + " cannot be listened on: " + e.getMessage()
                            + "; choose another port",
                    e);
        }
    }

    /// Where measurements go that are served here.
    public Meters meters() {
        return meters;
    }

    /// The port in use.
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> page(exchange, () -> pages.index(List.of(STATUS, METRICS, HEALTH)));
                case STATUS -> status(exchange);
                case METRICS -> metrics(exchange);
                case HEALTH -> send(exchange, 200, "ok");
                default -> send(exchange, 404, "not found\n");
            }
        }
    }

    private void status(HttpExchange exchange) throws IOException {
        if (exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
            page(exchange, pages::status);
        } else {
            send(exchange, 403, ELSEWHERE);
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> send(exchange, 200, meters.scrape());
            case "DELETE" -> {
                meters.reset();
                send(exchange, 200, "metrics reset\n");
            }
            default -> send(exchange, 405, "use GET\n");
        }
    }

    private void page(HttpExchange exchange, Supplier<String> page) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> {
                var headers = exchange.getResponseHeaders();
                headers.set("Content-Security-Policy", pages.policy());
                headers.set("Cache-Control", "no-store");
                headers.set("X-Content-Type-Options", "nosniff");
                headers.set("Referrer-Policy", "no-referrer");
                send(exchange, 200, "text/html; charset=utf-8", page.get());
            }
            default -> send(exchange, 405, "use GET\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, TEXT, text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
