package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of the access rules of Manila's shares, all rules of a share in one; the id is the share's. Manila lists
/// rules of one share alone, so of several who want those of one share at one time, one reads for all.
///
/// Whoever only wants to know that what was granted is in force waits with {@link ShareStates}, which many shares
/// share.
public final class AccessRuleStates implements StateSource<ShareRules> {
    private final SharedReads<ShareRules> reads;

    /// @param rules the rules of one cloud
    /// @param clock the time
    public AccessRuleStates(AccessRules rules, InstantSource clock) {
        this.reads = new SharedReads<>((share, deadline) -> new ShareRules(share, rules.list(share, deadline)), clock);
    }

    @Override
    public Optional<ShareRules> read(String share, Deadline deadline) {
        try {
            return Optional.of(reads.now(share, deadline));
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    @Override
    public List<ShareRules> readChanged(Instant since, Deadline deadline) {
        return List.of();
    }

    @Override
    public boolean listable() {
        return false;
    }

    @Override
    public String id(ShareRules rules) {
        return rules.share();
    }

    @Override
    public String status(ShareRules rules) {
        return rules.rules().stream()
                .map(rule -> rule.to() + " " + rule.state().text())
                .toList()
                .toString();
    }
}
