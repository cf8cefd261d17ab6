package org.moorage.node.network;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.Mounts;

/// Mounts a file system of the network from the first of its sources that gives it.
final class Mounter {
    /// What is kept back of the time so that the answer still reaches the caller.
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private static final Duration LOG_LIMIT = Duration.ofSeconds(2);

    private final Mounts mounts;
    private final Tools tools;
    private final KeyFiles keys;
    private final KernelLog log;

    Mounter(Mounts mounts, Tools tools, KeyFiles keys, KernelLog log) {
        this.mounts = mounts;
        this.tools = tools;
        this.keys = keys;
        this.log = log;
    }

    /// Mounts at an empty directory. Each source may take its share of the time that is left.
    ///
    /// @throws Failure of the kind that all sources gave; {@link Failure.Unavailable} where a repeat may find one
    ///     that serves
    void mount(NetworkPlan plan, Path point, Deadline deadline) {
        var sources = plan.access().sources();
        var failures = new ArrayList<Failure>();
        for (var source : sources) {
            try {
                mountFrom(plan, source, point, share(deadline, sources.size() - failures.size()));
                return;
            } catch (Failure.Unfinished gone) {
                throw gone;
            } catch (Failure failure) {
                failures.add(failure);
            }
        }
        throw together(failures);
    }

    private static Deadline share(Deadline deadline, int parts) {
        var left = deadline.remaining();
        var fifth = left.dividedBy(5);
        var kept = fifth.compareTo(RESERVE) < 0 ? fifth : RESERVE;
        return deadline.within(left.minus(kept).dividedBy(parts));
    }

    private static Failure together(List<Failure> failures) {
        var first = failures.getFirst();
        if (failures.size() == 1) {
            return first;
        }
        var all = failures.stream().map(Failure::getMessage).collect(Collectors.joining("; "));
        return failures.stream().anyMatch(Failure.Unavailable.class::isInstance) ? new Failure.Unavailable(all) : first;
    }

    private void mountFrom(NetworkPlan plan, String source, Path point, Deadline deadline) {
        var attempt = new Client.Attempt(
                source, point.toString(), plan.options(), plan.access().login());
        var what = "mounting " + plan.access().fsType() + " of " + source;
        var began = log.now();
        var limit = deadline.remaining();
        try (var open = keys.open()) {
            var outcome = tools.run(plan.client().command(attempt, tools, open), deadline);
            if (outcome.code() == 0) {
                verify(plan, point, what);
                return;
            }
            throw refusal(plan, attempt, outcome, began).failure(what + " says " + said(outcome, attempt));
        } catch (Failure.Unfinished late) {
            if (Thread.currentThread().isInterrupted()) {
                throw late;
            }
            // The program was killed, and may have mounted just before.
            if (isMounted(plan, point)) {
                return;
            }
            throw kernelsWord(plan, attempt, began)
                    .failure(what + " had not come to an end after " + limit.toSeconds() + " s");
        }
    }

    private Refusal refusal(NetworkPlan plan, Client.Attempt attempt, Outcome outcome, double began) {
        var read = plan.client().refusal(attempt, outcome);
        return read.kind() == Refusal.Kind.AWAY ? kernelsWord(plan, attempt, began) : read;
    }

    /// The Ceph client in the kernel tells programs that nobody answers when its key was refused.
    private Refusal kernelsWord(NetworkPlan plan, Client.Attempt attempt, double began) {
        var away = plan.client().refusal(attempt, new Outcome(1, "", "timed out"));
        if (!(plan.client() instanceof CephClient)) {
            return away;
        }
        var limit = Deadline.after(LOG_LIMIT, InstantSource.system());
        return log.cephRefusal(began, limit)
                .map(line -> new Refusal(
                        Refusal.Kind.DENIED,
                        CephClient.denied(attempt).meaning() + " (the kernel's log: " + line + ")"))
                .orElse(away);
    }

    /// No program repeats its key, and should one, it is not handed on.
    private static String said(Outcome outcome, Client.Attempt attempt) {
        var said = outcome.said();
        return attempt.login()
                .map(login -> said.replace(login.key().reveal().strip(), "***"))
                .orElse(said);
    }

    private boolean isMounted(NetworkPlan plan, Path point) {
        return mounts.table().top(point).filter(plan::isShownBy).isPresent();
    }

    private void verify(NetworkPlan plan, Path point, String what) {
        if (!isMounted(plan, point)) {
            throw new Failure.Unavailable(what + " seemed to succeed, but at " + point + " is "
                    + mounts.table().top(point).map(MountEntry::describe).orElse("no mount"));
        }
    }
}
