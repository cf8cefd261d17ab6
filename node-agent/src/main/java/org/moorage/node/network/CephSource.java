package org.moorage.node.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.node.mount.MountEntry;

/// A directory of CephFS and the monitors that know of it (mount.ceph(8)):
/// `10.0.0.1:6789,10.0.0.2:6789:/volumes/a`.
///
/// @param monitors their addresses, as given
/// @param path     the directory
record CephSource(List<String> monitors, String path) {
    private static final String MONITORS_OPTION = "mon_addr=";
    private static final String DEFAULT_PORT = ":6789";

    CephSource {
        monitors = List.copyOf(monitors);
    }

    /// Takes a source apart.
    ///
    /// @throws Failure.Invalid it is not of that form
    static CephSource parse(String source) {
        var at = source.indexOf(":/");
        if (at <= 0) {
            throw new Failure.Invalid("'" + source + "' is no source of CephFS: it must be MONITOR[,MONITOR...]:/PATH");
        }
        return new CephSource(List.of(source.substring(0, at).split(",")), path(source.substring(at + 1)));
    }

    /// What a mount shows: as above, or as newer tools write it, `user@fsid.name=/path` with the
    /// monitors among the options (`mon_addr=10.0.0.1:6789/10.0.0.2:6789`).
    static CephSource shown(MountEntry entry) {
        var source = entry.source();
        var at = source.indexOf("=/");
        if (source.contains("@") && at > 0) {
            var monitors = new ArrayList<String>();
            for (var option : entry.superOptions()) {
                if (option.startsWith(MONITORS_OPTION)) {
                    monitors.addAll(Arrays.asList(
                            option.substring(MONITORS_OPTION.length()).split("/")));
                }
            }
            return new CephSource(monitors, path(source.substring(at + 1)));
        }
        var colon = source.indexOf(":/");
        return colon <= 0
                ? new CephSource(List.of(), source)
                : new CephSource(List.of(source.substring(0, colon).split(",")), path(source.substring(colon + 1)));
    }

    private static String path(String text) {
        return text.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    /// Whether it is the same directory of the same cluster. One monitor that both name is enough;
    /// the kernel shows addresses where names were given.
    boolean isSame(CephSource other) {
        return path.equals(other.path) && (named() || hosts().stream().anyMatch(other.hosts()::contains));
    }

    private List<String> hosts() {
        return monitors.stream()
                .map(monitor -> monitor.endsWith(DEFAULT_PORT)
                        ? monitor.substring(0, monitor.length() - DEFAULT_PORT.length())
                        : monitor)
                .toList();
    }

    private boolean named() {
        return monitors.stream().anyMatch(monitor -> !monitor.matches("\\[.*|[0-9.:]+"));
    }

    /// The monitors as ceph's own programs take them.
    String monitorList() {
        return monitors.stream().collect(Collectors.joining(","));
    }
}
