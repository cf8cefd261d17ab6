package org.moorage.manila;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.api.node.NodeVolume;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Finds out how a node reaches a share: from its context, for shares that we made; from Manila, with
/// the secrets of the request, for those of the Go driver and for PersistentVolumes written by hand,
/// and for cephx keys.
///
/// @param clouds   the clouds that the secrets lead to
/// @param settings what the operator set
record NodeShares(Clouds clouds, DriverSettings settings) {
    /// Keys of the secret that know who mounts a CephFS share, so that no cloud is asked.
    static final String USER = "userID";

    static final String KEY = "userKey";

    /// Finds out.
    ///
    /// @throws Failure.Invalid      the context or the secrets do not describe a share of this driver
    /// @throws Failure.NotFound     there is no such share
    /// @throws Failure.Precondition it cannot be mounted as it is
    /// @throws Failure.Unavailable  Manila does not answer, or has not finished
    NodeShare find(NodeVolume volume, Deadline deadline) {
        WantedShare.refusal(List.of(volume.capability())).ifPresent(reason -> {
            throw new Failure.Invalid("volume " + volume.id() + ": " + reason);
        });
        var texts = new ClassTexts("volume_context key", volume.volumeContext());
        var parameters = NodeParameters.of(texts);
        texts.text(ContextKeys.PROTOCOL).ifPresent(protocol -> checkProtocol(volume, protocol));
        var known = texts.text(ContextKeys.EXPORT_LOCATIONS)
                .map(lines -> new Exports(lines.lines().map(String::strip).toList(), texts.text(ContextKeys.FS_NAME)));
        var given = settings.protocol() == ShareProtocol.CEPHFS ? given(volume) : Optional.<Login>empty();
        var enough = known.isPresent() && (settings.protocol() == ShareProtocol.NFS || given.isPresent());
        if (enough) {
            return new NodeShare(
                    parameters,
                    chosen(volume, known.get(), parameters),
                    known.get().fsName(),
                    given);
        }
        return asked(volume, texts, parameters, known, given, deadline);
    }

    private NodeShare asked(
            NodeVolume volume,
            ClassTexts texts,
            NodeParameters parameters,
            Optional<Exports> known,
            Optional<Login> given,
            Deadline deadline) {
        var what = "find share of volume " + volume.id();
        var cloud = clouds.of(volume.secrets(), deadline);
        var share = known.isPresent() ? Optional.<Share>empty() : Optional.of(share(cloud, what, texts, deadline));
        var exports = known.orElseGet(() -> Exports.of(cloud, share.orElseThrow(), what, deadline));
        var id = share.map(Share::id)
                .or(() -> texts.text(ContextKeys.SHARE_ID))
                .orElseThrow(() -> new Failure.Invalid("volume_context names no " + ContextKeys.SHARE_ID));
        var login = settings.protocol() == ShareProtocol.NFS || given.isPresent()
                ? given
                : Optional.of(login(cloud, what, id, texts, deadline));
        return new NodeShare(parameters, chosen(volume, exports, parameters), exports.fsName(), login);
    }

    /// The class knows better than the file, which is for all.
    private List<ExportPath> chosen(NodeVolume volume, Exports exports, NodeParameters parameters) {
        var network = switch (settings.protocol()) {
            case NFS ->
                parameters
                        .address()
                        .or(() -> settings.runtimeConfig()
                                .flatMap(file -> RuntimeConfiguration.read(file).address()));
            case CEPHFS -> Optional.<Network>empty();
        };
        return ExportPath.choose("volume " + volume.id(), exports.paths(), network);
    }

    private void checkProtocol(NodeVolume volume, String protocol) {
        if (!protocol.equals(settings.protocol().name())) {
            throw new Failure.Invalid("volume " + volume.id() + " is a share that speaks " + protocol
                    + ", and this driver's speak " + settings.protocol());
        }
    }

    private static Optional<Login> given(NodeVolume volume) {
        var user = volume.secrets().find(USER).map(Secret::reveal).filter(text -> !text.isBlank());
        var key = volume.secrets().find(KEY).filter(secret -> !secret.reveal().isBlank());
        if (user.isPresent() != key.isPresent()) {
            throw new Failure.Invalid("volume " + volume.id() + ": the secret has one of " + USER + " and " + KEY
                    + " alone: give both, or neither and the keys of OpenStack");
        }
        return user.map(name -> new Login(name, key.orElseThrow()));
    }

    private Share share(ManilaCloud cloud, String what, ClassTexts texts, Deadline deadline) {
        var id = texts.text(ContextKeys.SHARE_ID);
        var name = texts.text(ContextKeys.SHARE_NAME);
        if (id.isPresent() == name.isPresent()) {
            throw new Failure.Invalid(
                    "volume_context must name either " + ContextKeys.SHARE_ID + " or " + ContextKeys.SHARE_NAME);
        }
        var share = id.isPresent()
                ? Answers.read(what, () -> cloud.shares().find(id.get(), deadline))
                : named(cloud, what, name.orElseThrow(), deadline);
        var found = share.orElseThrow(() -> new Failure.NotFound(
                what + ": there is no share " + id.or(() -> name).orElseThrow()));
        if (!found.protocol().equals(settings.protocol().name())) {
            throw new Failure.Invalid(what + ": share " + found.id() + " speaks " + found.protocol()
                    + ", and this driver's speak " + settings.protocol());
        }
        if (found.status().beingMade()) {
            throw new Failure.Unavailable(what + ": share " + found.id() + " is still being made");
        }
        if (isAway(found.status())) {
            throw new Failure.Precondition(what + ": share " + found.id() + " has status "
                    + found.status().text());
        }
        return found;
    }

    /// A share that grows, or failed to, can be used all the while.
    private static boolean isAway(ShareStatus status) {
        return status == ShareStatus.Known.ERROR
                || status == ShareStatus.Known.DELETING
                || status == ShareStatus.Known.ERROR_DELETING;
    }

    private static Optional<Share> named(ManilaCloud cloud, String what, String name, Deadline deadline) {
        var all = Answers.read(what, () -> cloud.names().named(name, deadline));
        if (all.size() > 1) {
            throw new Failure.Invalid(what + ": several shares are called '" + name + "': write "
                    + ContextKeys.SHARE_ID + ", one of "
                    + String.join(", ", all.stream().map(Share::id).toList()));
        }
        return all.stream().findFirst();
    }

    /// The rule that the context names first and the share has.
    private static Login login(ManilaCloud cloud, String what, String share, ClassTexts texts, Deadline deadline) {
        var ids = Stream.of(ContextKeys.ACCESS_IDS, ContextKeys.ACCESS_ID)
                .flatMap(key -> texts.text(key).stream())
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        if (ids.isEmpty()) {
            throw new Failure.Invalid(what + ": volume_context names no " + ContextKeys.ACCESS_IDS
                    + ", without which CephFS cannot be mounted");
        }
        var rules = Answers.find(what, () -> cloud.rules().list(share, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no share " + share));
        var rule = ids.stream()
                .flatMap(id -> rules.stream().filter(one -> one.id().equals(id)))
                .filter(one -> one.type().equals(AccessRule.CEPHX))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid(what + ": share " + share + " has none of the access rules "
                        + String.join(", ", ids) + ": write the id of one that it has into " + ContextKeys.ACCESS_IDS));
        if (rule.state() == RuleState.Known.ERROR) {
            throw new Failure.Precondition(
                    what + ": access rule " + rule.id() + " is in error: Manila could not make it");
        }
        return rule.key()
                .map(key -> new Login(rule.to(), key))
                .orElseThrow(() ->
                        new Failure.Unavailable(what + ": Manila has no key for access rule " + rule.id() + " yet"));
    }
}
