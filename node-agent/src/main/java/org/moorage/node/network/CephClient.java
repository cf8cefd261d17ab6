package org.moorage.node.network;

import java.util.ArrayList;
import java.util.List;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.network.Refusal.Kind;
import org.moorage.node.network.Refusal.Sign;

/// CephFS, by the kernel and mount.ceph(8).
record CephClient() implements Client {
    static final Refusal MISSING = new Refusal(
            Kind.MISSING,
            "the cluster has no such path, or shows it not to this user; see the share's export location");
    static final Refusal AWAY = new Refusal(
            Kind.AWAY,
            "no monitor or metadata server of the cluster answers; see that it runs and that this node's network"
                    + " reaches it");

    private static final Refusal UNFIT =
            new Refusal(Kind.UNFIT, "this kernel or the cluster does not know a mount option; change the mountOptions");
    private static final Refusal NO_KERNEL = new Refusal(
            Kind.UNFIT, "this node's kernel has no Ceph client: load the module ceph, or use the FUSE mounter");

    @Override
    public Command command(Attempt attempt, Tools tools, KeyFiles.Keys keys) {
        var _ = CephSource.parse(attempt.source());
        var _ = tools.require("mount.ceph", "ceph-common");
        var options = attempt.login()
                .map(login -> attempt.options().with(loggedIn(login, keys)))
                .orElse(attempt.options());
        return Client.mount(tools, NetworkTypes.CEPH, attempt, options);
    }

    private static List<String> loggedIn(Login login, KeyFiles.Keys keys) {
        var file = keys.write("secret", login.key().reveal().strip());
        return List.of("name=" + login.user(), "secretfile=" + file);
    }

    @Override
    public boolean shows(MountEntry entry, String source) {
        return entry.type().equals(NetworkTypes.CEPH)
                && CephSource.parse(source).isSame(CephSource.shown(entry));
    }

    /// The denial that the cluster gave to who mounts.
    static Refusal denied(Attempt attempt) {
        return new Refusal(
                Kind.DENIED,
                "the cluster does not let "
                        + attempt.login().map(login -> "'" + login.user() + "'").orElse("this node")
                        + " in: the key is wrong, or the access rule was taken away; see the share's access rules");
    }

    @Override
    public Refusal refusal(Attempt attempt, Outcome outcome) {
        var signs = new ArrayList<Sign>();
        signs.add(new Sign(
                List.of("error 13 ", "error 1 ", "permission denied", "operation not permitted", "error -13"),
                denied(attempt)));
        signs.add(new Sign(List.of("error 2 ", "no such file"), MISSING));
        signs.add(new Sign(List.of("unknown filesystem", "no such device", "error 19 "), NO_KERNEL));
        signs.add(new Sign(List.of("error 22 ", "invalid argument"), UNFIT));
        return Refusal.read(outcome.said(), signs, AWAY);
    }
}
