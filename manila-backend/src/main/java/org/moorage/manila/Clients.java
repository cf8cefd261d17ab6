package org.moorage.manila;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.moorage.api.failure.Failure;

/// Who may mount an NFS share, as `nfs-shareClient` lists it: addresses and networks by commas, each
/// for reading and writing, or with `:ro` behind it for reading alone. `none` is nobody.
///
/// @param grants what is to be granted, in the order written, each address once
record Clients(List<Grant> grants) {
    static final String PARAMETER = "nfs-shareClient";
    private static final String NOBODY = "none";
    private static final String READ_ONLY = ":ro";
    private static final String READ_WRITE = ":rw";

    /// Nobody.
    static final Clients NONE = new Clients(List.of());

    /// Everybody, for reading and writing: the Go driver's default.
    static final Clients EVERYBODY = parse("0.0.0.0/0");

    /// Copies the list.
    Clients {
        grants = List.copyOf(grants);
    }

    /// Reads the list.
    ///
    /// @throws Failure.Invalid an item is neither an address nor a network, or an address comes with
    ///                         two levels
    static Clients parse(String text) {
        if (text.strip().equals(NOBODY)) {
            return NONE;
        }
        var byAddress = new LinkedHashMap<String, Grant>();
        for (var item : items(text)) {
            var grant = grant(item);
            var before = byAddress.putIfAbsent(grant.to(), grant);
            if (before != null && !before.equals(grant)) {
                throw new Failure.Invalid("parameter '" + PARAMETER + "' lists " + grant.to()
                        + " both for reading and for writing: write it once");
            }
        }
        return new Clients(new ArrayList<>(byAddress.values()));
    }

    private static List<String> items(String text) {
        var items = List.of(text.split(",")).stream()
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty()) {
            throw new Failure.Invalid(
                    "parameter '" + PARAMETER + "' lists nobody: write addresses, or '" + NOBODY + "' for nobody");
        }
        return items;
    }

    private static Grant grant(String item) {
        var level = item.endsWith(READ_ONLY) ? Grant.READ_ONLY : Grant.READ_WRITE;
        var to = item.endsWith(READ_ONLY) || item.endsWith(READ_WRITE)
                ? item.substring(0, item.length() - READ_ONLY.length()).strip()
                : item;
        if (Network.parse(to).isEmpty()) {
            throw new Failure.Invalid("parameter '" + PARAMETER + "': '" + to
                    + "' is neither an address nor a network such as 10.0.0.0/24; behind it may stand " + READ_ONLY);
        }
        if (!Network.parse(to).orElseThrow().canonical()) {
            throw new Failure.Invalid("parameter '" + PARAMETER + "': '" + to
                    + "' has bits set behind its prefix: write the first address of the network before the /");
        }
        return new Grant(Grant.IP, to, level);
    }

    /// The item by which everybody may mount the share, if there is one.
    Optional<String> open() {
        return grants.stream()
                .map(Grant::to)
                .filter(to -> Network.parse(to).stream().anyMatch(Network::everybody))
                .findFirst();
    }
}
