package org.moorage.node.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.network.Refusal.Sign;

/// CephFS, by a process of its own: ceph-fuse(8).
record CephFuseClient() implements Client {
    private static final Set<String> TYPES = Set.of("fuse", "fuse.ceph", "fuse.ceph-fuse");
    private static final String UNNAMED = "ceph-fuse";
    private static final Set<String> FILE_SYSTEM = Set.of("fs", "mds_namespace", "client_mds_namespace", "client_fs");

    @Override
    public Command command(Attempt attempt, Tools tools, KeyFiles.Keys keys) {
        var source = CephSource.parse(attempt.source());
        var arguments = new ArrayList<String>();
        arguments.add(attempt.point());
        // Without the last it first asks the monitors for settings, and does not tell why they refuse.
        arguments.addAll(List.of("-m", source.monitorList(), "-r", source.path(), "--no-mon-config"));
        attempt.login().ifPresent(login -> arguments.addAll(loggedIn(login, keys)));
        attempt.options().values(FILE_SYSTEM).forEach(name -> arguments.add("--client_fs=" + name));
        var options = attempt.options()
                .without(FILE_SYSTEM)
                .with(List.of("fsname=" + escaped(attempt.source()), "subtype=ceph"));
        arguments.addAll(List.of("-o", options.text()));
        return new Command(tools.require("ceph-fuse", "ceph-fuse"), arguments);
    }

    private static List<String> loggedIn(Login login, KeyFiles.Keys keys) {
        var file = keys.write(
                "keyring",
                "[client." + login.user() + "]\n\tkey = " + login.key().reveal().strip() + "\n");
        return List.of("--id", login.user(), "--keyring", file.toString());
    }

    /// A comma ends an option of FUSE unless it is told not to.
    private static String escaped(String source) {
        return source.replace("\\", "\\\\").replace(",", "\\,");
    }

    /// Its mounts bear the name that they were given above; those of ceph-csi bear none.
    @Override
    public boolean shows(MountEntry entry, String source) {
        return TYPES.contains(entry.type())
                && (entry.source().equals(UNNAMED) || CephSource.parse(source).isSame(CephSource.shown(entry)));
    }

    @Override
    public Refusal refusal(Attempt attempt, Outcome outcome) {
        var signs = List.of(
                new Sign(
                        List.of("(1) operation not permitted", "(13) permission denied", "error -13"),
                        CephClient.denied(attempt)),
                new Sign(List.of("(2) no such file"), CephClient.MISSING));
        return Refusal.read(outcome.said(), signs, CephClient.AWAY);
    }
}
