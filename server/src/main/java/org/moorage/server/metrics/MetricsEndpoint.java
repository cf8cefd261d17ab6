package org.moorage.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;

/// Serves `/metrics` and `/healthz` over plain HTTP. As with the Go driver, DELETE on `/metrics` sets all back.
public final class MetricsEndpoint implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final PrometheusMeters meters;

    private MetricsEndpoint(HttpServer server, PrometheusMeters meters) {
        this.server = server;
        this.meters = meters;
    }

    /// Listens.
    ///
    /// @throws Refusal if the address cannot be listened on
    public static MetricsEndpoint start(InetSocketAddress address) {
        try {
            var endpoint = new MetricsEndpoint(HttpServer.create(address, 0), new PrometheusMeters());
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
                case "/metrics" -> metrics(exchange);
                case "/healthz" -> send(exchange, 200, "ok");
                default -> send(exchange, 404, "not found\n");
            }
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

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
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
