package org.moorage.manila;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.failure.Failure;

/// An export location's path, cut in two at the colon between the hosts and what they export: the
/// last one for which an absolute path follows, so that ports and bracketed addresses stay with the
/// hosts.
///
/// @param hosts who exports it: `10.0.0.1`, `[2001:db8::1]`, `nfs.example.org`, or the monitors of a
///              Ceph cluster by commas
/// @param path  what they export
record ExportPath(String hosts, String path) {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    /// Reads it; empty when it has not this form.
    static Optional<ExportPath> parse(String text) {
        var cut = text.lastIndexOf(":/");
        return cut < 1
                ? Optional.empty()
                : Optional.of(new ExportPath(text.substring(0, cut), text.substring(cut + 1)));
    }

    /// The address of the (first) host; empty when that is a name.
    Optional<InetAddress> address() {
        var first = hosts.split(",", 2)[0];
        return Network.parseAddress(first)
                .or(() -> Network.parseAddress(PORT.matcher(first).replaceFirst("")));
    }

    /// Those of the paths that a node may use, in their order: of hosts at an address in that
    /// network, if one is given. What has not the form of an export location is left out.
    ///
    /// @param paths   as Manila tells them
    /// @param network in which network the hosts must be; empty takes all. Hosts that are named are
    ///                in none
    /// @throws Failure.Precondition none is left
    static List<ExportPath> choose(String what, List<String> paths, Optional<Network> network) {
        var readable = paths.stream().flatMap(path -> parse(path).stream()).toList();
        var chosen = readable.stream()
                .filter(path -> network.stream()
                        .allMatch(range -> path.address().stream().anyMatch(range::contains)))
                .toList();
        if (chosen.isEmpty()) {
            throw new Failure.Precondition(what + ": none of its export locations can be used: "
                    + (paths.isEmpty() ? "it has none" : String.join(", ", paths))
                    + network.map(range -> "; none is at an address in " + range + " (" + ContextKeys.NFS_ADDRESS
                                    + " of the class, nfs.matchExportLocationAddress of the runtime configuration)")
                            .orElse(""));
        }
        return chosen;
    }

    /// As mount(8) takes it.
    String source() {
        return hosts + ":" + path;
    }
}
