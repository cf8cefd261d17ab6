package org.moorage.node.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.node.mount.MountOptions;

/// The options of a mount of the network, as mount(8) takes them.
///
/// @param all one option each, those of the request last
record NetworkOptions(List<String> all) {
    private static final String READ_ONLY = "ro";

    /// Options that say the same thing in other ways (mount(8), nfs(5), mount.ceph(8)).
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("rw", READ_ONLY),
            Map.entry("nfsvers", "vers"),
            Map.entry("minorversion", "vers"),
            Map.entry("v3", "vers"),
            Map.entry("v4", "vers"),
            Map.entry("v4.0", "vers"),
            Map.entry("v4.1", "vers"),
            Map.entry("v4.2", "vers"),
            Map.entry("soft", "hard"),
            Map.entry("softerr", "hard"),
            Map.entry("tcp", "proto"),
            Map.entry("udp", "proto"),
            Map.entry("rdma", "proto"),
            Map.entry("sync", "async"),
            Map.entry("relatime", "atime"),
            Map.entry("strictatime", "atime"),
            Map.entry("mds_namespace", "fs"),
            Map.entry("client_mds_namespace", "fs"),
            Map.entry("client_fs", "fs"));

    /// Who mounts, and with what: that comes with the secrets alone. A command line can be read by
    /// everybody on the host, and a file that is named here would be read with root's eyes.
    private static final Set<String> LOGIN = Set.of(
            "secret",
            "key",
            "password",
            "pass",
            "secretfile",
            "keyring",
            "keyfile",
            "credentials",
            "cred",
            "conf",
            "name",
            "username",
            "id");

    /// Options by which mount(8) would run other programs, or go on after it has ended.
    private static final Set<String> ELSEWHERE = Set.of("helper", "uhelper", "bg");

    /// Options for mount(8) itself or for fstab, which mean nothing for a volume.
    private static final Set<String> FOR_FSTAB =
            Set.of("defaults", "auto", "noauto", "user", "nouser", "users", "owner", "group", "nofail", "_netdev");

    NetworkOptions {
        all = List.copyOf(all);
    }

    /// Those of the access, but for what the request says otherwise.
    ///
    /// @throws Failure.Invalid an option cannot be given to a volume; its text is not repeated, as
    ///     it may be secret
    static NetworkOptions of(List<String> access, List<String> request) {
        var wins = checked(request);
        var said = wins.stream().map(NetworkOptions::subject).collect(Collectors.toSet());
        var all = new ArrayList<>(checked(access).stream()
                .filter(option -> !said.contains(subject(option)))
                .toList());
        all.addAll(wins);
        return new NetworkOptions(all);
    }

    private static List<String> checked(List<String> texts) {
        var _ = MountOptions.parse(texts);
        var options = MountOptions.split(texts);
        for (var option : options) {
            if (LOGIN.contains(name(option)) || option.startsWith("user=")) {
                throw new Failure.Invalid(
                        "the mount option " + name(option) + " cannot be given to a volume: who mounts"
                                + " it, and with what key, comes with the secrets alone");
            }
            if (ELSEWHERE.contains(name(option))) {
                throw new Failure.Invalid("the mount option " + name(option) + " cannot be given to a volume");
            }
        }
        return options.stream()
                .filter(option -> !FOR_FSTAB.contains(option) && !option.regionMatches(true, 0, "x-", 0, 2))
                .toList();
    }

    private static String name(String option) {
        var end = option.indexOf('=');
        return end < 0 ? option : option.substring(0, end);
    }

    /// What an option is about: one that is about the same takes its place.
    private static String subject(String option) {
        var name = name(option);
        var plain = name.startsWith("no") && !SAME.containsKey(name) ? name.substring(2) : name;
        return SAME.getOrDefault(plain, plain);
    }

    /// Whether nothing can be written through the mount.
    boolean readOnly() {
        return all.stream().filter(option -> subject(option).equals(READ_ONLY)).toList().stream()
                .reduce((_, last) -> last)
                .filter(READ_ONLY::equals)
                .isPresent();
    }

    /// These and read-only.
    NetworkOptions asReadOnly() {
        return of(all, List.of(READ_ONLY));
    }

    /// These and more.
    NetworkOptions with(List<String> more) {
        var both = new ArrayList<>(all);
        both.addAll(more);
        return new NetworkOptions(both);
    }

    /// These without those of a name, and what it was set to.
    NetworkOptions without(Set<String> names) {
        return new NetworkOptions(
                all.stream().filter(option -> !names.contains(name(option))).toList());
    }

    /// What the options of these names are set to, in their order.
    List<String> values(Set<String> names) {
        return all.stream()
                .filter(option -> names.contains(name(option)) && option.indexOf('=') > 0)
                .map(option -> option.substring(option.indexOf('=') + 1))
                .toList();
    }

    /// These and one more, unless there is one about the same.
    NetworkOptions orElse(String option) {
        return all.stream().anyMatch(there -> subject(there).equals(subject(option))) ? this : with(List.of(option));
    }

    /// All in one, as mount(8) takes them.
    String text() {
        return String.join(",", all);
    }
}
