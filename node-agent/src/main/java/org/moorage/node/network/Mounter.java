package org.moorage.node.network;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.Mounts;

/// Mounts a file system of the network from the first of its sources that gives it.
final class Mounter {
    /// What is kept back of the time so that the answer still reaches the caller.
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private static final Duration LOG_LIMIT = Duration.ofSeconds(2);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(3);

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
    /// @throws Failure of the kind that all sources gave; {@link Failure.Unavailable} where a
    ///     repeat may find one that serves
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
        if (failures.stream().anyMatch(Failure.Unavailable.class::isInstance)) {
            return new Failure.Unavailable(all);
        }
        return failures.stream().anyMatch(Failure.Denied.class::isInstance) ? new Failure.Denied(all) : first;
    }

    private void mountFrom(NetworkPlan plan, String source, Path point, Deadline deadline) {
        var attempt = new Client.Attempt(
                source, point.toString(), plan.options(), plan.access().login());
        var what = "mounting " + plan.access().fsType() + " of " + source;
        var limit = deadline.remaining();
        var logged = plan.client() instanceof CephClient ? log.last(logLimit()) : "";
        try (var open = keys.open()) {
            var outcome = run(plan.client().command(attempt, tools, open), what, deadline);
            if (outcome.filter(ended -> ended.code() == 0).isPresent()) {
                verify(plan, point, what);
            } else if (outcome.isPresent()) {
                var refusal = refusal(plan, attempt, outcome.get(), logged);
                throw refusal.failure(what + " says " + said(outcome.get(), attempt));
            } else if (!isMounted(plan, point)) {
                throw kernelsWord(plan, attempt, logged)
                        .failure(what + " had not come to an end after " + limit.toSeconds() + " s");
            }
        }
    }

    /// Runs what mounts. It may leave a child behind that serves the file system. At the deadline
    /// it is killed; one that lives on may still mount, so nothing else is tried beside it.
    ///
    /// @return empty when it was killed
    /// @throws Failure.Unfinished it could not be killed, or the caller went away
    private Optional<Outcome> run(Command command, String what, Deadline deadline) {
        var begun = tools.begin(command);
        var ended = Optional.<Outcome>empty();
        try {
            ended = Waiting.until(
                    what, deadline, () -> Optional.ofNullable(begun.outcome().getNow(null)));
        } finally {
            if (ended.isEmpty()) {
                Waiting.uninterrupted(() -> kill(begun, what));
            }
        }
        return ended;
    }

    private static void kill(Tools.Begun begun, String what) {
        var all = Stream.concat(begun.process().descendants(), Stream.of(begun.process()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        var end = Deadline.after(KILL_LIMIT, InstantSource.system());
        var ended = Waiting.until(
                what, end, () -> all.stream().anyMatch(ProcessHandle::isAlive) ? Optional.empty() : Optional.of(all));
        if (ended.isEmpty()) {
            throw new Failure.Unfinished(what + " had not come to an end by the deadline and cannot be ended, since the"
                    + " kernel waits for the server; a repeat finds what becomes of it");
        }
    }

    private static Deadline logLimit() {
        return Deadline.after(LOG_LIMIT, InstantSource.system());
    }

    private Refusal refusal(NetworkPlan plan, Client.Attempt attempt, Outcome outcome, String logged) {
        var read = plan.client().refusal(attempt, outcome);
        return read.kind() == Refusal.Kind.AWAY ? kernelsWord(plan, attempt, logged) : read;
    }

    /// The Ceph client in the kernel tells programs that nobody answers when its key was refused.
    private Refusal kernelsWord(NetworkPlan plan, Client.Attempt attempt, String logged) {
        var away = plan.client().refusal(attempt, new Outcome(1, "", "timed out"));
        if (!(plan.client() instanceof CephClient)) {
            return away;
        }
        return log.cephRefusal(logged, logLimit())
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
