package org.moorage.server.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC server of one driver: the same services on each of its endpoints, a thread for each request.
///
/// Started once and stopped once, by one thread.
public final class CsiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CsiServer.class);
    private static final Duration REHEARSAL = Duration.ofSeconds(10);
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(5);

    private final Set<BindableService> services;
    private final CallLog log;
    private final Fence fence;
    private final List<Server> servers = new ArrayList<>();
    private final List<SocketFile> sockets = new ArrayList<>();
    private final ExecutorService threads;
    private @Nullable Transport transport;

    @Inject
    public CsiServer(Set<BindableService> services, CallLog log, Fence fence, ThreadFactory requests) {
        this.services = Set.copyOf(services);
        this.log = log;
        this.fence = fence;
        this.threads = Executors.newThreadPerTaskExecutor(requests);
    }

    /// Refuses endpoints that cannot be listened on, before anything slow is begun.
    ///
    /// @throws Refusal if a path is taken or cannot be written
    public static void check(List<Endpoint> endpoints) {
        for (var endpoint : endpoints) {
            if (endpoint instanceof Endpoint.Unix unix) {
                new SocketFile(unix.path()).claim();
            }
        }
    }

    /// Listens on all endpoints, and logs a line for each.
    ///
    /// @throws Refusal if one cannot be listened on; those before it are closed again
    public void start(List<Endpoint> endpoints) {
        check(endpoints);
        var bytes = new Transport();
        transport = bytes;
        try {
            for (var endpoint : endpoints) {
                listen(bytes, endpoint);
            }
        } catch (Refusal refusal) {
            stop(Duration.ZERO);
            throw refusal;
        }
    }

    private void listen(Transport bytes, Endpoint endpoint) {
        try {
            var bound = switch (endpoint) {
                case Endpoint.Unix unix -> appear(bytes, unix);
                case Endpoint.Tcp tcp ->
                    new Endpoint.Tcp(tcp.host(), serve(bytes, tcp).getPort());
            };
            LOG.atInfo().addKeyValue(LogKeys.ENDPOINT, bound).log("listening");
        } catch (IOException e) {
            throw new Refusal(
                    "endpoint " + endpoint + " cannot be listened on: " + reason(e) + "; choose another endpoint", e);
        }
    }

    private Endpoint appear(Transport bytes, Endpoint.Unix endpoint) throws IOException {
        var socket = new SocketFile(endpoint.path());
        sockets.add(socket);
        serve(bytes, new Endpoint.Unix(socket.rehearsal()));
        rehearse(socket);
        socket.appear();
        return endpoint;
    }

    private static void rehearse(SocketFile socket) {
        try {
            Rehearsal.at(socket.rehearsal(), REHEARSAL);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.ERROR, e.getMessage())
                    .log("the first call, made by the server itself, failed");
        }
    }

    private Server serve(Transport bytes, Endpoint endpoint) throws IOException {
        var builder = bytes.at(endpoint).executor(threads);
        services.forEach(service -> builder.addService(WellFormed.only(service, fence, log)));
        var server = builder.build().start();
        servers.add(server);
        return server;
    }

    private static String reason(Throwable e) {
        if (e instanceof UnresolvedAddressException) {
            return "no such host is known";
        }
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : reason(cause);
    }

    /// The ports in use, in the order of the endpoints; -1 for a socket.
    public List<Integer> ports() {
        return servers.stream().map(Server::getPort).toList();
    }

    /// Waits until the server has been stopped.
    public void awaitStop() throws InterruptedException {
        for (var server : servers) {
            server.awaitTermination();
        }
    }

    /// Takes no new calls, lets those under way end within the grace, cancels the rest, and removes the sockets.
    public void stop(Duration grace) {
        servers.forEach(Server::shutdown);
        if (!ended(grace)) {
            LOG.atWarn().log("calls are still under way after the grace: they are cancelled");
            servers.forEach(Server::shutdownNow);
            ended(AFTER_CANCEL);
        }
        threads.shutdownNow();
        for (var socket : sockets) {
            try {
                socket.remove();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("a socket's file cannot be removed");
            }
        }
        var bytes = transport;
        if (bytes != null) {
            bytes.close();
        }
    }

    private boolean ended(Duration wait) {
        var end = System.nanoTime() + wait.toNanos();
        try {
            for (var server : servers) {
                if (!server.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
