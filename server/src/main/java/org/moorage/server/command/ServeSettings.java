package org.moorage.server.command;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.server.kubernetes.ClusterSettings;
import org.moorage.server.orphans.Reaper;
import org.moorage.server.rpc.Endpoint;

/// What the server's own options say.
///
/// @param endpoints    where to listen, at least one
/// @param services     what to serve, at least one
/// @param httpEndpoint where to serve metrics, if anywhere
/// @param verbosity    the `-v` of the command line
/// @param userAgents   further words for the user agent
/// @param cluster      what is to be done with the Kubernetes API
record ServeSettings(
        List<Endpoint> endpoints,
        Set<Service> services,
        Optional<InetSocketAddress> httpEndpoint,
        int verbosity,
        List<String> userAgents,
        ClusterPlan cluster) {
    private static final ClusterPlan UNASKED = new ClusterPlan(
            ClusterSettings.DEFAULT,
            false,
            false,
            Duration.ZERO,
            new Reaper.Rules(Duration.ZERO, Optional.empty(), false));

    ServeSettings {
        endpoints = List.copyOf(endpoints);
        services = Set.copyOf(services);
        userAgents = List.copyOf(userAgents);
    }

    /// Reads the settings.
    ///
    /// @throws Refusal if they are wrong: all problems together
    static ServeSettings of(Settings given) {
        var problems = new ArrayList<String>();
        var endpoints = collected(problems, List.<Endpoint>of(), () -> endpoints(given));
        var services = collected(problems, Set.<Service>of(), () -> services(given));
        var http = collected(problems, Optional.<InetSocketAddress>empty(), () -> http(given));
        var verbosity = collected(problems, 0, () -> verbosity(given));
        var cluster = collected(problems, UNASKED, () -> ClusterPlan.of(given));
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        return new ServeSettings(endpoints, services, http, verbosity, given.texts(ServerOptions.USER_AGENT), cluster);
    }

    /// What the reader reads; a refusal's problems are added to those, and `instead` is returned.
    static <T> T collected(List<String> problems, T instead, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (Refusal refusal) {
            problems.addAll(refusal.problems());
            return instead;
        }
    }

    private static List<Endpoint> endpoints(Settings given) {
        var texts = given.list(ServerOptions.ENDPOINT);
        if (texts.isEmpty()) {
            throw new Refusal("--endpoint is missing: write --endpoint=unix:///path/of/csi.sock");
        }
        return texts.stream()
                .map(text -> Endpoint.parse(ServerOptions.ENDPOINT, text))
                .toList();
    }

    private static Set<Service> services(Settings given) {
        var services = EnumSet.noneOf(Service.class);
        if (given.enabled(ServerOptions.CONTROLLER)) {
            services.add(Service.CONTROLLER);
        }
        if (given.enabled(ServerOptions.NODE)) {
            services.add(Service.NODE);
        }
        if (services.isEmpty()) {
            throw new Refusal("nothing to serve: leave --" + ServerOptions.CONTROLLER + " or --" + ServerOptions.NODE
                    + " switched on");
        }
        return services;
    }

    /// Where to serve metrics, if anywhere.
    ///
    /// @throws Refusal if that is no address
    static Optional<InetSocketAddress> http(Settings given) {
        return given.text(ServerOptions.HTTP_ENDPOINT).map(ServeSettings::httpAddress);
    }

    private static InetSocketAddress httpAddress(String text) {
        return Endpoint.Tcp.read(text)
                .map(Endpoint.Tcp::address)
                .orElseThrow(() -> new Refusal("--" + ServerOptions.HTTP_ENDPOINT + "=" + text + ": write host:port"));
    }

    /// The `-v` of the command line.
    ///
    /// @throws Refusal if it is no number
    static int verbosity(Settings given) {
        var text = given.text(ServerOptions.VERBOSITY).orElse("0");
        if (!text.matches("-?[0-9]{1,4}")) {
            throw new Refusal("--v=" + text + ": write a number");
        }
        return Integer.parseInt(text);
    }
}
