package org.moorage.openstack.sharedfilesystem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;

/// Who may mount shares: Manila's access rules, one request a method. Every method throws {@link OpenStackError} when
/// the request brings no usable answer. Safe for many threads.
public final class AccessRules {
    private final Dialect dialect;

    AccessRules(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The rules of the share, those on their way out among them. A share that is not there is told with 404.
    public List<AccessRule> list(String share, Deadline deadline) {
        try {
            return read(share, deadline).toRules(share);
        } catch (OpenStackError error) {
            // GET /share-access-rules tells a missing share with 400.
            if (error.kind() == OpenStackError.Kind.REFUSED
                    && error.status() == 400
                    && error.faultMessage().orElse("").contains("not found")) {
                throw Absent.error("share", share);
            }
            throw error;
        }
    }

    private AccessWire.Many read(String share, Deadline deadline) {
        if (!metadataKept(deadline)) {
            var call = Calls.repeatablePost(
                    "share_access_list", action(share), new AccessWire.Listing(Map.of()), dialect.best(deadline));
            return dialect.send(call, deadline).as(AccessWire.Many.class);
        }
        var query = Map.of("share_id", List.of(share));
        var call = Calls.get(
                "share_access_list", "/share-access-rules", query, dialect.best(deadline, Microversion.RULES));
        return dialect.send(call, deadline).as(AccessWire.Many.class);
    }

    /// The rule of that id of that share; empty when there is none.
    public Optional<AccessRule> find(String share, String id, Deadline deadline) {
        if (!metadataKept(deadline)) {
            return Absent.unless(() -> list(share, deadline)).orElse(List.of()).stream()
                    .filter(rule -> rule.id().equals(id))
                    .findFirst();
        }
        var call = Calls.get("share_access_get", path(id), Map.of(), dialect.best(deadline, Microversion.RULES));
        return Absent.unless(() ->
                        dialect.send(call, deadline).as(AccessWire.One.class).require(share, id))
                .filter(rule -> rule.share().equals(share));
    }

    /// Asks to grant access, and returns the rule as it stands then, mostly `queued_to_apply`. Manila refuses it with
    /// 400 when there is a rule for the same already, whatever its level.
    public AccessRule grant(String share, NewAccessRule wanted, Deadline deadline) {
        var version = dialect.best(deadline, Microversion.RULES, Microversion.IPV6_RULES);
        var body = AccessWire.Allow.of(wanted, metadataKept(deadline));
        var call = Calls.post("share_access_create", action(share), body, version);
        return dialect.send(call, deadline).as(AccessWire.One.class).require(share, wanted.to());
    }

    /// Asks to revoke the rule. A rule that is not there is told with 404.
    public void revoke(String share, String id, Deadline deadline) {
        var body = new AccessWire.Deny(new AccessWire.DenyBody(id));
        var call = Calls.repeatablePost("share_access_delete", action(share), body, dialect.best(deadline));
        dialect.send(call, deadline);
    }

    /// Whether Manila keeps metadata of rules (2.45).
    public boolean metadataKept(Deadline deadline) {
        return dialect.speaks(Microversion.RULES, deadline);
    }

    /// Adds these entries to the rule's metadata, in place of those of the same keys; others stay.
    ///
    /// @throws org.moorage.api.failure.Failure.Invalid Manila is too old to keep any (2.45)
    public void putMetadata(String id, Map<String, String> entries, Deadline deadline) {
        var version = dialect.require(Microversion.RULES, "metadata of access rules", deadline);
        var body = Map.of("metadata", new HashMap<>(entries));
        var call = Calls.put("share_access_metadata_update", path(id) + "/metadata", body, version);
        dialect.send(call, deadline);
    }

    /// Takes the entry of that key out of the rule's metadata; nothing happens when there is none.
    ///
    /// @throws org.moorage.api.failure.Failure.Invalid Manila is too old to keep any (2.45)
    public void removeMetadata(String id, String key, Deadline deadline) {
        var version = dialect.require(Microversion.RULES, "metadata of access rules", deadline);
        var call = Calls.delete("share_access_metadata_delete", path(id) + "/metadata/" + Calls.part(key), version);
        Absent.ignored(() -> dialect.send(call, deadline));
    }

    private static String action(String share) {
        return Shares.path(share) + "/action";
    }

    private static String path(String id) {
        return "/share-access-rules/" + Calls.part(id);
    }
}
