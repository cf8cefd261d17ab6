package org.moorage.node.network;

import java.util.List;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.network.Refusal.Kind;
import org.moorage.node.network.Refusal.Sign;

/// Whatever else mount(8) of the node can mount.
///
/// @param fsType its type
record OtherClient(String fsType) implements Client {
    private static final List<Sign> SIGNS = List.of(
            new Sign(
                    List.of("permission denied", "operation not permitted", "access denied"),
                    new Refusal(Kind.DENIED, "the server does not let this node in; see its rules and the key")),
            new Sign(
                    List.of("no such file or directory", "not found"),
                    new Refusal(Kind.MISSING, "the server has no such path, or a program to mount it is missing")),
            new Sign(
                    List.of("unknown filesystem", "wrong fs type", "bad option", "invalid argument"),
                    new Refusal(Kind.UNFIT, "this node cannot mount that type, or does not know an option")));
    private static final Refusal AWAY = new Refusal(Kind.AWAY, "see that the server answers to this node");

    @Override
    public Command command(Attempt attempt, Tools tools, KeyFiles.Keys keys) {
        var options = attempt.login()
                .map(login -> attempt.options().with(loggedIn(login, keys)))
                .orElse(attempt.options());
        return Client.mount(tools, fsType, attempt, options);
    }

    /// Of these only SMB reads who mounts out of a file (mount.cifs(8)).
    private List<String> loggedIn(Login login, KeyFiles.Keys keys) {
        if (!fsType.equals(NetworkTypes.CIFS) && !fsType.equals(NetworkTypes.SMB3)) {
            throw new Failure.Invalid("a file system of type " + fsType + " cannot be given a key");
        }
        var file = keys.write(
                "credentials",
                "username=" + login.user() + "\npassword="
                        + login.key().reveal().strip() + "\n");
        return List.of("credentials=" + file);
    }

    /// A type that is served by FUSE may be shown with that said before it.
    @Override
    public boolean shows(MountEntry entry, String source) {
        return (entry.type().equals(fsType) || entry.type().equals("fuse." + fsType))
                && entry.source().equals(source);
    }

    @Override
    public Refusal refusal(Attempt attempt, Outcome outcome) {
        return Refusal.read(outcome.said(), SIGNS, AWAY);
    }
}
