package org.moorage.manila;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Changes shares that exist: who may mount them, and their metadata.
///
/// The list of clients is whole: who is not on it loses access. New ones are granted before old ones
/// are revoked, so that nobody who stays is cut off, and a repeat goes on where the last try stopped.
/// What nodes were granted by their attachment stays.
final class ManilaModifier implements VolumeModifier {
    private final Clouds clouds;
    private final DriverSettings settings;

    ManilaModifier(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public void modify(ModifySpec spec, Deadline deadline) {
        var what = "modify share " + spec.volume();
        var attributes = Attributes.of(spec.parameters(), settings.protocol());
        attributes.clients().ifPresent(clients -> WantedShare.checkOpen(what, clients, settings));
        var cloud = clouds.of(spec.secrets(), deadline);
        var share = Answers.read(what, () -> cloud.shares().find(spec.volume().value(), deadline))
                .filter(found -> found.status() != ShareStatus.Known.DELETING)
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such share"));
        attributes.type().ifPresent(type -> checkType(what, share, type));
        // Manila may refuse metadata for good, so it goes before what changes who has access.
        putMetadata(cloud, what, share, attributes.metadata(), deadline);
        attributes.clients().ifPresent(clients -> setClients(cloud, what, share, clients, deadline));
    }

    /// Manila gives a share another type only as an administrator migrates it to another host.
    private static void checkType(String what, Share share, String type) {
        if (share.typeName().stream().noneMatch(type::equals)
                && share.type().stream().noneMatch(type::equals)) {
            throw new Failure.Invalid(what + ": its type is " + share.typeName().orElse("none")
                    + ", and Manila makes it"
                    + " one of type " + type + " only by a migration, which an administrator begins (openstack share"
                    + " migration start --new-share-type); nothing was changed");
        }
    }

    private void setClients(ManilaCloud cloud, String what, Share share, Clients clients, Deadline deadline) {
        if (share.status() != ShareStatus.Known.AVAILABLE) {
            throw share.status().failed()
                    ? new Failure.Precondition(
                            what + ": its status is " + share.status().text())
                    : new Failure.Aborted(
                            what + ": its status is " + share.status().text());
        }
        var rules = new AccessGrants(cloud, share.id(), what, deadline);
        var access = ListGrants.of(rules, settings);
        var existing = rules.all();
        try {
            var granted = clients.grants().isEmpty() ? List.<AccessRule>of() : access.grant(clients.grants(), existing);
            access.awaitInForce(granted);
        } catch (Failure.Exhausted full) {
            throw new Failure.Precondition(String.valueOf(full.getMessage()));
        }
        var dropped = existing.stream()
                .filter(rule -> rule.type().equals(AccessRule.IP))
                .filter(rule -> clients.grants().stream().noneMatch(grant -> grant.isFor(rule.type(), rule.to())))
                .toList();
        try {
            access.drop(dropped);
        } catch (Failure.Denied | Failure.Invalid | Failure.Broken | Failure.NotFound refused) {
            throw new Failure.Unavailable(
                    "the new clients have access, and old ones have it still: " + refused.getMessage(), refused);
        }
    }

    private static void putMetadata(
            ManilaCloud cloud, String what, Share share, Map<String, String> wanted, Deadline deadline) {
        var missing = new HashMap<String, String>();
        wanted.forEach((key, value) -> {
            if (!value.equals(share.metadata().get(key))) {
                missing.put(key, value);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        switch (Answers.ask(what, () -> cloud.shares().putMetadata(share.id(), Map.copyOf(missing), deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 413 -> throw new Failure.Precondition(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }
}
