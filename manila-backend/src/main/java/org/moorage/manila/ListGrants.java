package org.moorage.manila;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.sharedfilesystem.AccessRule;

/// The access rules of one share that its class asks for: a list of clients, or cephx users.
///
/// @param held the rules of the share
record ListGrants(HeldRules held) {
    /// Those of the share of `access`, which nodes may use besides.
    static ListGrants of(AccessGrants access, DriverSettings settings) {
        return new ListGrants(new HeldRules(access, settings.attachment()));
    }

    /// Sees to it that these rules are there, granting at one time what is missing. They need not be
    /// in force yet.
    ///
    /// @param wanted   the rules
    /// @param existing those that the share has
    /// @return the rules, in the order of the grants
    List<AccessRule> grant(List<Grant> wanted, List<AccessRule> existing) {
        if (wanted.size() == 1) {
            return List.of(held.hold(Holder.clientList(), wanted.getFirst(), existing));
        }
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = wanted.stream()
                    .map(grant -> workers.submit(
                            (Callable<AccessRule>) () -> held.hold(Holder.clientList(), grant, existing)))
                    .toList();
            return asked.stream().map(this::join).toList();
        }
    }

    private AccessRule join(Future<AccessRule> asked) {
        var what = held.access().what();
        try {
            return asked.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished(what + ": the caller went away while access was granted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(what + ": access could not be granted", e.getCause());
        }
    }

    /// Waits until the share's server heeds these rules.
    ///
    /// @throws Failure.Broken the server refused one, which has been given up
    void awaitInForce(List<AccessRule> granted) {
        held.awaitInForce(Holder.clientList(), granted);
    }

    /// Takes the rules off the list, and returns when the share's server heeds that. What nodes use
    /// stays until they go.
    void drop(List<AccessRule> rules) {
        held.release(HeldRules.Leaving.LIST, rules);
    }
}
