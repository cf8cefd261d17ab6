package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.watch.Listed;
import org.moorage.openstack.watch.StateSource;

/// The states of Manila's shares, and of their access rules as a whole ({@link Share#rulesInForce}). Manila cannot list
/// shares by the time of their last change; together the newest are listed, and a listing that shows all that the
/// project has tells of the others that they are gone. Shares of other projects, which administrators see, are in no
/// listing: their removal must not be waited for as {@link Wait#afterRemoval}.
///
/// @param shares the shares of one cloud
public record ShareStates(Shares shares) implements StateSource<Share> {
    /// How many shares are listed. More would be much work for Manila's API, which is slow with details.
    private static final int MOST = 500;

    @Override
    public Optional<Share> read(String id, Deadline deadline) {
        return shares.find(id, deadline);
    }

    @Override
    public List<Share> readChanged(Instant since, Deadline deadline) {
        return readTogether(since, deadline).objects();
    }

    @Override
    public Listed<Share> readTogether(Instant since, Deadline deadline) {
        var newest = shares.newest(MOST, deadline);
        return new Listed<>(newest.shares(), newest.whole());
    }

    @Override
    public String id(Share share) {
        return share.id();
    }

    @Override
    public String status(Share share) {
        var rules = share.rulesInForce() ? "" : ", access rules " + share.rulesStatus();
        return share.status().text() + rules;
    }
}
