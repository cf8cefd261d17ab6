package org.moorage.node.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.Mounts;
import org.moorage.node.network.Touch.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Unmounts file systems of the network within a time limit, whether or not their servers answer.
///
/// **The kernel's table is what counts**: with a server away, umount(8) hangs although the mount
/// has gone, also with `-l`. So it runs in a process of its own that nobody waits for longer than
/// the table says that the mount is there; it ends by itself when the server is back. Requests that
/// wait for the server are never thrown away (`-f`): what pods have written is sent when it is
/// back. Safe for use by several threads.
final class Unmounter {
    private static final Logger log = LoggerFactory.getLogger(Unmounter.class);

    /// How long a mount may stay in the table after umount(8) was started and before it is taken
    /// away by force.
    private static final Duration ORDERLY = Duration.ofSeconds(10);

    private final Mounts mounts;
    private final Tools tools;
    private final Touch touch;

    /// The programs that run still, by what they unmount: a repeat does not start another.
    private final Map<String, Tools.Begun> running = new ConcurrentHashMap<>();

    Unmounter(Mounts mounts, Tools tools, Touch touch) {
        this.mounts = mounts;
        this.tools = tools;
        this.touch = touch;
    }

    /// Takes away all that is stacked at a path.
    ///
    /// @throws Failure.Unavailable a process uses it, or it would not go
    /// @throws Failure.Unfinished  it had not gone by the deadline; a repeat goes on
    void unmountAll(Path point, Deadline deadline) {
        for (var layers = mounts.table().at(point); !layers.isEmpty(); ) {
            unmount(layers.getLast(), layers.size(), deadline);
            var now = mounts.table().at(point);
            if (now.size() >= layers.size()) {
                throw new Failure.Unavailable(
                        now.getLast().describe() + " was unmounted, and is there still; try again");
            }
            layers = now;
        }
    }

    private void unmount(MountEntry top, int layers, Deadline deadline) {
        var patience = deadline.remaining().dividedBy(4);
        var answer = touch.ask(top, patience.compareTo(Touch.PATIENCE) < 0 ? patience : Touch.PATIENCE, deadline);
        if (answer instanceof Answer.Alive && orderly(top, layers, deadline)) {
            return;
        }
        log.atWarn()
                .addKeyValue("mount", top.describe())
                .addKeyValue("why", Touch.why(answer))
                .log("a file system of the network is taken out of the mount table without waiting for its server");
        detach(top, layers, deadline);
    }

    private boolean isThere(MountEntry top, int layers) {
        return mounts.table().at(top.point()).size() >= layers;
    }

    /// Unmounts what answers, and waits until all that was written is sent.
    ///
    /// @return whether it has gone; if not, something hangs
    private boolean orderly(MountEntry top, int layers, Deadline deadline) {
        var begun = begin(List.of("-c", top.point().toString()));
        var patience = deadline.remaining().multipliedBy(3).dividedBy(4);
        var limit = deadline.within(patience);
        var hanging = deadline.within(ORDERLY.compareTo(patience) < 0 ? ORDERLY : patience);
        Waiting.until("unmounting " + top.point(), limit, () -> {
            var gone = begun.outcome().isDone() || (hanging.passed() && isThere(top, layers));
            return gone ? Optional.of(top) : Optional.empty();
        });
        if (!isThere(top, layers)) {
            return true;
        }
        if (begun.outcome().isDone()) {
            requireNotBusy(top, begun.outcome().join());
        }
        begun.process().destroyForcibly();
        return false;
    }

    private static void requireNotBusy(MountEntry top, Outcome outcome) {
        var said = outcome.said();
        if (said.toLowerCase(Locale.ROOT).contains("busy")) {
            throw new Failure.Unavailable(
                    "unmounting " + top.describe() + ": " + said + ": a process still uses it; end it");
        }
        if (said.contains("not permitted") || said.contains("superuser")) {
            throw new Failure.Denied("unmounting " + top.describe() + ": " + said
                    + ": the capability CAP_SYS_ADMIN is missing; run the node service privileged");
        }
    }

    /// Takes a mount out of the table. Without the help of `umount.nfs`, which would ask the server.
    private void detach(MountEntry top, int layers, Deadline deadline) {
        var begun = begin(List.of("-c", "-i", "-l", top.point().toString()));
        var gone = Waiting.until("detaching " + top.point(), deadline, () -> {
            var there = isThere(top, layers);
            return there && !begun.outcome().isDone() ? Optional.empty() : Optional.of(!isThere(top, layers));
        });
        if (gone.isEmpty()) {
            throw new Failure.Unfinished("unmounting " + top.describe() + " was under way at the deadline");
        }
        if (!gone.get()) {
            throw new Failure.Unavailable("unmounting " + top.describe() + ": "
                    + begun.outcome().join().said());
        }
    }

    private Tools.Begun begin(List<String> arguments) {
        var key = String.join(" ", arguments);
        var begun = running.computeIfAbsent(
                key, _ -> tools.begin(new Command(tools.require("umount", "mount"), arguments)));
        var _ = begun.outcome().whenComplete((_, _) -> running.remove(key, begun));
        return begun;
    }
}
