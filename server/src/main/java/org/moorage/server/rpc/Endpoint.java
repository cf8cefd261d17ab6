package org.moorage.server.rpc;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.plugin.Refusal;

/// Where the server listens.
public sealed interface Endpoint {
    /// The longest path that fits into a socket address on Linux, less its closing zero.
    int LONGEST_PATH = 107;

    /// A socket file.
    record Unix(Path path) implements Endpoint {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /// A port.
    ///
    /// @param host a name or an address; empty for all addresses
    /// @param port 0 for any that is free
    record Tcp(String host, int port) implements Endpoint {
        private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*):([0-9]{1,5})");

        /// Reads `host:port`, an IPv6 address in brackets; empty if the text is something else.
        public static Optional<Tcp> read(String text) {
            var parts = HOST_AND_PORT.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) {
                return Optional.empty();
            }
            var host = parts.group(1);
            return Optional.of(new Tcp(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(parts.group(2))));
        }

        /// The address to bind.
        public InetSocketAddress address() {
            return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        }

        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// Reads an endpoint as the Go drivers do: `unix://` with or without the third slash, `tcp://host:port`, and
    /// a bare absolute path.
    ///
    /// @param option the option that names it, for the refusal
    /// @throws Refusal if the text is none of these
    static Endpoint parse(String option, String text) {
        return read("--" + option + "=" + text, text);
    }

    private static Endpoint read(String given, String text) {
        var scheme = text.substring(0, Math.min(7, text.length())).toLowerCase(Locale.ROOT);
        if (scheme.equals("unix://")) {
            return unix(given, text.substring(7));
        }
        if (scheme.startsWith("tcp://")) {
            return Tcp.read(text.substring(6))
                    .orElseThrow(() -> new Refusal(given + ": it names no port; write tcp://host:port"));
        }
        if (text.startsWith("/")) {
            return unix(given, text);
        }
        throw new Refusal(given + ": write unix:///path/of/csi.sock or tcp://host:port");
    }

    private static Endpoint unix(String given, String path) {
        var absolute = Path.of("/" + path).normalize();
        if (absolute.getNameCount() == 0) {
            throw new Refusal(given + ": it names no socket file; write unix:///path/of/csi.sock");
        }
        if (absolute.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new Refusal(given + ": a socket's path may have " + LONGEST_PATH + " bytes; choose a shorter one");
        }
        return new Unix(absolute);
    }
}
