package org.moorage.node.network;

import java.util.List;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.network.Refusal.Kind;
import org.moorage.node.network.Refusal.Sign;

/// NFS, by mount.nfs(8).
///
/// @param fsType `nfs`, or `nfs4` to leave out version 3
record NfsClient(String fsType) implements Client {
    private static final Refusal SHUT_OUT = new Refusal(
            Kind.DENIED,
            "the server does not let this node in: no access rule of the share matches the node's address, or the"
                    + " export path is wrong; add a rule for this node");

    /// Version 4 hides what a client may not see.
    private static final Refusal UNSEEN = new Refusal(
            Kind.DENIED,
            "the server shows no such path to this node: no access rule of the share matches the node's address, or"
                    + " the export path is wrong; add a rule for this node");

    private static final Refusal AWAY = new Refusal(
            Kind.AWAY, "the server does not answer; see that it runs and that this node's network reaches it");
    private static final Refusal UNFIT = new Refusal(
            Kind.UNFIT,
            "the server or this node does not know a mount option or the version of NFS that is asked for; change the"
                    + " mountOptions (nfsvers)");
    private static final Refusal NO_LOCKS = new Refusal(
            Kind.UNFIT, "version 3 needs rpcbind and rpc.statd on this node: start them, or use nolock or nfsvers=4.1");
    private static final Refusal NO_KERNEL =
            new Refusal(Kind.UNFIT, "this node's kernel has no NFS client: load the module nfs");

    private static final List<Sign> SIGNS = List.of(
            new Sign(List.of("access denied by server", "permission denied", "operation not permitted"), SHUT_OUT),
            new Sign(List.of("statd is not running"), NO_LOCKS),
            new Sign(List.of("unknown filesystem", "no such device"), NO_KERNEL),
            new Sign(
                    List.of(
                            "timed out",
                            "connection refused",
                            "no route to host",
                            "host is down",
                            "network is unreachable",
                            "failed to resolve",
                            "name or service not known",
                            "temporary failure in name resolution",
                            "unable to receive",
                            "program not registered",
                            "connection reset"),
                    AWAY),
            new Sign(
                    List.of("protocol not supported", "not supported", "incorrect mount option", "invalid argument"),
                    UNFIT),
            new Sign(List.of("no such file or directory", "stale file handle"), UNSEEN));

    @Override
    public Command command(Attempt attempt, Tools tools, KeyFiles.Keys keys) {
        if (attempt.login().isPresent()) {
            throw new Failure.Invalid("NFS takes no key: who may mount is told by the node's address");
        }
        var _ = tools.require("mount.nfs", "nfs-common");
        // By itself it tries for two minutes what was refused at once; callers repeat.
        return Client.mount(tools, fsType, attempt, attempt.options().orElse("retry=0"));
    }

    /// `nfs` mounts version 4 as well, and the kernel then calls it `nfs4`.
    @Override
    public boolean shows(MountEntry entry, String source) {
        return NetworkTypes.isNfs(entry.type()) && withoutEnd(entry.source()).equals(withoutEnd(source));
    }

    /// The kernel leaves out slashes at the end of a path.
    private static String withoutEnd(String source) {
        var end = source.length();
        while (end > 1 && source.charAt(end - 1) == '/' && source.charAt(end - 2) != ':') {
            end--;
        }
        return source.substring(0, end);
    }

    @Override
    public Refusal refusal(Attempt attempt, Outcome outcome) {
        return Refusal.read(outcome.said(), SIGNS, new Refusal(Kind.AWAY, "try again, or mount it by hand to see"));
    }
}
