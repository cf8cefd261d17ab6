package org.moorage.openstack.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// An HTTP/1.1 server on the loopback address that can also do what a server must not: drop a connection, stall, or
/// end too early.
public final class LoopbackServer implements AutoCloseable {
    /// A request as it came. Header names are in lower case.
    public record Request(String method, String target, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /// What to do with a request.
    public sealed interface Reaction {}

    /// Answer it.
    public record Answer(int status, Map<String, String> headers, String body) implements Reaction {}

    /// Close the connection without an answer.
    public record Drop() implements Reaction {}

    /// Send headers that promise a body, a part of it, and nothing more.
    public record Stall() implements Reaction {}

    private static final String PART = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";

    /// Send headers that promise a body, a part of it, and close the connection.
    public record Cut() implements Reaction {}

    private final ServerSocket listener;
    private final boolean secure;
    private final Function<Request, Reaction> handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private LoopbackServer(ServerSocket listener, Function<Request, Reaction> handler) {
        this.listener = listener;
        this.secure = listener instanceof SSLServerSocket;
        this.handler = handler;
        Thread.ofVirtual().start(this::accept);
    }

    public static LoopbackServer http(Function<Request, Reaction> handler) {
        return new LoopbackServer(listener(ServerSocketFactory.getDefault()), handler);
    }

    /// A server at an address of this host's.
    public static LoopbackServer http(InetAddress address, Function<Request, Reaction> handler) {
        try {
            return new LoopbackServer(new ServerSocket(0, 200, address), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port that the server listens at.
    public int port() {
        return listener.getLocalPort();
    }

    public static LoopbackServer https(SSLContext context, Function<Request, Reaction> handler) {
        return new LoopbackServer(listener(context.getServerSocketFactory()), handler);
    }

    /// A server that asks its clients for a certificate.
    public static LoopbackServer httpsForClients(SSLContext context, Function<Request, Reaction> handler) {
        var listener = (SSLServerSocket) listener(context.getServerSocketFactory());
        listener.setNeedClientAuth(true);
        return new LoopbackServer(listener, handler);
    }

    private static ServerSocket listener(ServerSocketFactory sockets) {
        try {
            return sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body);
    }

    public static Answer answer(int status, String body, String header, String value) {
        return new Answer(status, Map.of(header, value), body);
    }

    public URI url() {
        return URI.create((secure ? "https://localhost:" : "http://localhost:") + listener.getLocalPort());
    }

    public List<Request> requests() {
        return requests;
    }

    /// How many connections were made.
    public int connections() {
        return sockets.size();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                var request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                switch (handler.apply(request)) {
                    case Answer answer -> write(socket, answer);
                    case Drop _ -> {
                        return;
                    }
                    case Cut _ -> {
                        send(socket, PART);
                        return;
                    }
                    case Stall _ -> {
                        send(socket, PART);
                        in.read();
                        return;
                    }
                }
            }
        } catch (IOException _) {
            // The client went away.
        }
    }

    private static Request read(InputStream in) throws IOException {
        var first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon < 0) {
                return null; // No HTTP.
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        var parts = first.split(" ");
        return new Request(parts[0], parts[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var ch = in.read(); ch >= 0 && ch != '\n'; ch = in.read()) {
            line.append((char) ch);
        }
        return line.toString().strip();
    }

    private static void write(Socket socket, Answer answer) throws IOException {
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (answer.status() != 204) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        send(socket, head + "\r\n" + answer.body());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
