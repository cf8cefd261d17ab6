package org.moorage.openstack.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the proxy by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, upper or lower case, as Go programs do.
final class Proxies extends ProxySelector {
    private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);

    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private final Optional<URI> forHttp;
    private final Optional<URI> forHttps;
    private final NoProxy exceptions;

    private Proxies(Optional<URI> forHttp, Optional<URI> forHttps, NoProxy exceptions) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exceptions = exceptions;
    }

    static Proxies ofEnvironment(Map<String, String> environment) {
        var forHttps = variable(environment, "HTTPS_PROXY").flatMap(Proxies::address);
        if (forHttps.map(URI::getRawUserInfo).isPresent() && dropsPasswordsOfTunnels()) {
            LOG.warn(
                    "HTTPS_PROXY names a user, whom this JVM does not show to the proxy: start it with -D{}=", TUNNELS);
        }
        return new Proxies(
                variable(environment, "HTTP_PROXY").flatMap(Proxies::address),
                forHttps,
                NoProxy.parse(variable(environment, "NO_PROXY").orElse("")));
    }

    /// The JDK forbids Basic authentication of tunnels unless its list is emptied.
    private static boolean dropsPasswordsOfTunnels() {
        return System.getProperty(TUNNELS, "Basic").toLowerCase(Locale.ROOT).contains("basic");
    }

    static Proxies none() {
        return ofEnvironment(Map.of());
    }

    @Override
    public List<Proxy> select(URI target) {
        return List.of(find(target)
                .map(proxy -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))))
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {}

    /// The header that shows the proxy who we are, where the proxy's URL names a user.
    Optional<Secret> authorization(URI target) {
        return find(target)
                .map(URI::getRawUserInfo)
                .map(user -> URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8))
                .map(user -> new Secret(
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
    }

    private Optional<URI> find(URI target) {
        if (target.getHost() == null || exceptions.covers(target)) {
            return Optional.empty();
        }
        return "https".equalsIgnoreCase(target.getScheme()) ? forHttps : forHttp;
    }

    private static int port(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : "https".equalsIgnoreCase(proxy.getScheme()) ? 443 : 80;
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Optional<URI> address(String text) {
        try {
            var url = URI.create(text.contains("://") ? text : "http://" + text);
            if (url.getHost() != null
                    && List.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT))) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException _) {
            // The line below says it, without the text, which may hold a password.
        }
        LOG.warn("a proxy in the environment is ignored: it is no http URL");
        return Optional.empty();
    }

    /// What `NO_PROXY` excepts.
    private record NoProxy(List<String> entries) {
        static NoProxy parse(String text) {
            return new NoProxy(List.of(text.split(",")).stream()
                    .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                    .filter(entry -> !entry.isEmpty())
                    .toList());
        }

        boolean covers(URI target) {
            var host = target.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
            var address = literal(host);
            if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
                return true;
            }
            var port =
                    target.getPort() >= 0 ? target.getPort() : "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
            return entries.stream().anyMatch(entry -> matches(entry, host, port, address));
        }

        private static boolean matches(String entry, String host, int port, @Nullable InetAddress address) {
            if (entry.equals("*")) {
                return true;
            }
            var slash = entry.indexOf('/');
            if (slash > 0) {
                return address != null && inNetwork(entry.substring(0, slash), entry.substring(slash + 1), address);
            }
            var name = entry;
            var colon = entry.lastIndexOf(':');
            if (colon > 0 && (entry.indexOf(':') == colon || entry.startsWith("["))) {
                if (!entry.substring(colon + 1).equals(Integer.toString(port)) && !entry.endsWith("]")) {
                    return false;
                }
                name = entry.endsWith("]") ? entry : entry.substring(0, colon);
            }
            var excepted = literal(name.replaceAll("^\\[|\\]$", ""));
            if (excepted != null) {
                return excepted.equals(address);
            }
            name = name.startsWith("*.") ? name.substring(1) : name;
            return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
        }

        private static boolean inNetwork(String network, String length, InetAddress address) {
            var base = literal(network);
            if (base == null
                    || !length.matches("\\d{1,3}")
                    || base.getAddress().length != address.getAddress().length) {
                return false;
            }
            var shift = base.getAddress().length * 8 - Integer.parseInt(length);
            return shift >= 0
                    && new BigInteger(1, base.getAddress())
                            .shiftRight(shift)
                            .equals(new BigInteger(1, address.getAddress()).shiftRight(shift));
        }

        private static @Nullable InetAddress literal(String text) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException _) {
                return null;
            }
        }
    }
}
