package org.moorage.manila;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;

/// What an operator set for all that the driver does.
///
/// @param driver        the driver's name
/// @param protocol      what its shares speak
/// @param cluster       the cluster's id, written to the metadata of all that is made; may be empty
/// @param withTopology  whether zones are told to the orchestrator and heeded
/// @param refuseOpen    whether shares that everybody may mount are refused
/// @param attachment    whether each node is granted access when it begins to use a share
/// @param groups        whether snapshots of share groups can be taken
/// @param nodeNetworks  in which networks nodes reach shares; empty leaves the choice open
/// @param runtimeConfig the file that says which export locations to use, read at each use
record DriverSettings(
        String driver,
        ShareProtocol protocol,
        String cluster,
        boolean withTopology,
        boolean refuseOpen,
        boolean attachment,
        boolean groups,
        List<Network> nodeNetworks,
        Optional<Path> runtimeConfig) {
    /// Copies the list.
    ///
    /// @throws Refusal two of them contradict each other
    DriverSettings {
        if (attachment && protocol == ShareProtocol.CEPHFS) {
            throw new Refusal(
                    "--" + ManilaOptions.ATTACH_REQUIRED + " is for NFS, which knows nodes by their addresses;"
                            + " CephFS knows them by cephx keys alone: leave it out");
        }
        nodeNetworks = List.copyOf(nodeNetworks);
    }

    /// Reads them.
    ///
    /// @throws Refusal one of them is not what it must be
    static DriverSettings of(Settings settings) {
        return new DriverSettings(
                settings.text(ManilaOptions.DRIVER_NAME).orElse(ManilaNames.DRIVER),
                ShareProtocol.selected(settings.text(ManilaOptions.PROTOCOL).orElse("")),
                settings.text(ManilaOptions.CLUSTER).orElse(""),
                settings.enabled(ManilaOptions.WITH_TOPOLOGY),
                settings.enabled(ManilaOptions.REFUSE_OPEN),
                settings.enabled(ManilaOptions.ATTACH_REQUIRED),
                settings.enabled(ManilaOptions.GROUP_SNAPSHOTS),
                settings.list(ManilaOptions.NODE_NETWORKS).stream()
                        .filter(text -> !text.isEmpty())
                        .map(DriverSettings::network)
                        .toList(),
                settings.text(ManilaOptions.RUNTIME_CONFIG).map(Path::of));
    }

    private static Network network(String text) {
        return Network.parse(text)
                .orElseThrow(() -> new Refusal("--" + ManilaOptions.NODE_NETWORKS + ": '" + text
                        + "' is neither an address nor a network such as 10.0.0.0/24"));
    }
}
