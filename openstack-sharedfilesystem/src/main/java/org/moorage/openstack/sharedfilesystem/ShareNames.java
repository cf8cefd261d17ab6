package org.moorage.openstack.sharedfilesystem;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.SharedRead;

/// Looks shares up by their names. Whoever looks alone asks for the name; of several at one time one lists the
/// project's
/// shares for all, unless there are too many. What is found stood so when the look began, or later. Safe for many
/// threads.
public final class ShareNames {
    private static final int MOST = 500;

    private final Shares shares;
    private final SharedRead<NewestShares> listing;
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean few = true;

    /// @param shares the shares of one cloud
    /// @param clock  the time
    public ShareNames(Shares shares, InstantSource clock) {
        this.shares = shares;
        this.listing = new SharedRead<>(deadline -> shares.newest(MOST, deadline), Duration.ZERO, clock);
    }

    /// The shares of exactly that name.
    ///
    /// @throws OpenStackError if Manila does not tell
    /// @throws org.moorage.api.failure.Failure.Unfinished the deadline came first, or the caller was interrupted
    public List<Share> named(String name, Deadline deadline) {
        var alone = looking.incrementAndGet() == 1;
        try {
            return alone || !few ? shares.named(name, deadline) : amongAll(name, deadline);
        } finally {
            looking.decrementAndGet();
        }
    }

    private List<Share> amongAll(String name, Deadline deadline) {
        var newest = listing.now(deadline);
        few = newest.whole();
        return few
                ? newest.shares().stream()
                        .filter(share -> share.name().equals(name))
                        .toList()
                : shares.named(name, deadline);
    }
}
