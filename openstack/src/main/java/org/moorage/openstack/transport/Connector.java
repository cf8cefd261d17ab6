package org.moorage.openstack.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpExecutorService;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/// openstack4j's requests over the JDK's HTTP client: HTTP/1.1, pooled connections, blocking calls that suit
/// virtual threads.
///
/// There is one client for each TLS context. The read timeout of the request's {@link Config} bounds the
/// whole exchange, its body included. Redirects are not followed, since they would carry the token
/// elsewhere. Safe for many threads.
public final class Connector implements HttpExecutorService, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// How much longer than the client itself this class waits: the client's own timeout tells whether the
    /// connection stood, and ends at the answer's headers (JDK-8208693).
    private static final long GRACE_MILLIS = 50;

    private final Map<SSLContext, HttpClient> clients = new ConcurrentHashMap<>();
    private final Map<String, SSLContext> withoutContext = new ConcurrentHashMap<>();
    private final Proxies proxies;

    /// The connector that openstack4j finds by itself.
    public Connector() {
        this(Proxies.ofEnvironment(System.getenv()));
    }

    Connector(Proxies proxies) {
        this.proxies = proxies;
    }

    /// A connector that asks no proxy.
    public static Connector withoutProxy() {
        return new Connector(Proxies.none());
    }

    @Override
    public <R> HttpResponse execute(HttpRequest<R> request) {
        var timeout = request.getConfig().getReadTimeout();
        var answer = client(request.getConfig()).sendAsync(converted(request, timeout), BodyHandlers.ofByteArray());
        try {
            return new ConnectorResponse(
                    timeout > 0 ? answer.get(timeout + GRACE_MILLIS, TimeUnit.MILLISECONDS) : answer.get());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw new ConnectionFailure(e);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new ConnectionFailure(new HttpTimeoutException("the answer did not end in time"));
        } catch (ExecutionException e) {
            throw new ConnectionFailure(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public String getExecutorDisplayName() {
        return "Moorage connector on java.net.http";
    }

    /// Lets running requests end, and takes no new ones.
    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdown);
    }

    private HttpClient client(Config config) {
        return clients.computeIfAbsent(
                context(config),
                context -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .sslContext(context)
                        .proxy(proxies)
                        .executor(task -> Thread.ofVirtual().start(task))
                        .build());
    }

    private SSLContext context(Config config) {
        if (config.getSslContext() != null) {
            return config.getSslContext();
        }
        // One for each, so that requests without a context of their own share connections.
        return config.isIgnoreSSLVerification()
                ? withoutContext.computeIfAbsent("insecure", _ -> Tls.believingAnyone())
                : withoutContext.computeIfAbsent("system", _ -> Tls.system());
    }

    private <R> java.net.http.HttpRequest converted(HttpRequest<R> request, int timeoutMillis) {
        var target = URI.create(request.getUrl());
        var builder = java.net.http.HttpRequest.newBuilder(target)
                .method(request.getMethod().name(), body(request));
        if (timeoutMillis > 0) {
            builder.timeout(Duration.ofMillis(timeoutMillis));
        }
        request.getHeaders().forEach((name, value) -> builder.setHeader(name, value.toString()));
        builder.setHeader("Accept", "application/json");
        if (hasBody(request)) {
            builder.setHeader("Content-Type", request.getContentType());
        }
        proxies.authorization(target).ifPresent(secret -> builder.setHeader("Proxy-Authorization", secret.reveal()));
        return builder.build();
    }

    private static boolean hasBody(HttpRequest<?> request) {
        return request.hasJson() || request.getEntity() != null;
    }

    private static BodyPublisher body(HttpRequest<?> request) {
        if (request.hasJson()) {
            return BodyPublishers.ofString(request.getJson());
        }
        var entity = request.getEntity();
        if (entity == null) {
            return BodyPublishers.noBody();
        }
        try {
            return BodyPublishers.ofString(
                    ObjectMapperSingleton.getContext(entity.getClass()).writeValueAsString(entity));
        } catch (IOException e) {
            throw new ConnectionFailure(e);
        }
    }
}
