package org.moorage.manila;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.DriverIdentity;
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
    /// @throws Refusal some are not what they must be: all problems together
    static DriverSettings of(Settings settings) {
        var problems = new ArrayList<String>();
        var name = collected(problems, ManilaNames.DRIVER, () -> name(settings));
        var protocol = collected(
                problems,
                ShareProtocol.NFS,
                () -> ShareProtocol.selected(
                        settings.text(ManilaOptions.PROTOCOL).orElse("")));
        var networks = settings.list(ManilaOptions.NODE_NETWORKS).stream()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> collected(problems, Stream.<Network>empty(), () -> Stream.of(network(text))))
                .toList();
        var attachment = enabled(problems, settings, ManilaOptions.ATTACH_REQUIRED);
        var withTopology = enabled(problems, settings, ManilaOptions.WITH_TOPOLOGY);
        var refuseOpen = enabled(problems, settings, ManilaOptions.REFUSE_OPEN);
        var groups = enabled(problems, settings, ManilaOptions.GROUP_SNAPSHOTS);
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        return new DriverSettings(
                name,
                protocol,
                settings.text(ManilaOptions.CLUSTER).orElse(""),
                withTopology,
                refuseOpen,
                attachment,
                groups,
                networks,
                settings.text(ManilaOptions.RUNTIME_CONFIG).map(Path::of));
    }

    private static boolean enabled(List<String> problems, Settings settings, String option) {
        return collected(problems, false, () -> settings.enabled(option));
    }

    private static <T> T collected(List<String> problems, T instead, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (Refusal refusal) {
            problems.addAll(refusal.problems());
            return instead;
        }
    }

    private static String name(Settings settings) {
        var name = settings.text(ManilaOptions.DRIVER_NAME).orElse(ManilaNames.DRIVER);
        try {
            return new DriverIdentity(name, "any", false).name();
        } catch (Failure.Invalid invalid) {
            throw new Refusal("--" + ManilaOptions.DRIVER_NAME + "=" + name + ": " + invalid.getMessage(), invalid);
        }
    }

    private static Network network(String text) {
        return Network.parse(text)
                .orElseThrow(() -> new Refusal("--" + ManilaOptions.NODE_NETWORKS + ": '" + text
                        + "' is neither an address nor a network such as 10.0.0.0/24"));
    }
}
