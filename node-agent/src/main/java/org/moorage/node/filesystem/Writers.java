package org.moorage.node.filesystem;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;

/// Runs the tools that write to devices: one for a device at a time, and only so many on this host, since each of
/// them can keep a disk busy. One that outlasts its caller goes on; a repeat is told so until it has ended.
final class Writers {
    private static final int MAKERS = 4;
    private static final int OTHERS = 16;

    private final Tools tools;
    private final Semaphore makers = new Semaphore(MAKERS, true);
    private final Semaphore others = new Semaphore(OTHERS, true);
    private final Map<DeviceNumber, String> running = new ConcurrentHashMap<>();

    Writers(Tools tools) {
        this.tools = tools;
    }

    /// What is to be run.
    ///
    /// @param limit  after how long it is killed, whoever may be waiting
    /// @param places those of its kind that may run beside it
    record Job(Command command, Duration limit, Semaphore places) {}

    /// A job that makes a file system: few of them run at a time.
    Job making(Command command, Duration limit) {
        return new Job(command, limit, makers);
    }

    /// A job that checks or grows one.
    Job tending(Command command, Duration limit) {
        return new Job(command, limit, others);
    }

    /// Runs a job on a device.
    ///
    /// @throws Failure.Unfinished the deadline came first; a tool that had begun goes on
    /// @throws Failure.Aborted    another one works on the device
    Outcome run(BlockDevice device, Job job, Deadline deadline) {
        requireIdle(device);
        takePlace(job, deadline);
        var begun = job.command().name() + ", begun at " + deadline.clock().instant();
        var other = running.putIfAbsent(device.number(), begun);
        if (other != null) {
            job.places().release();
            throw busy(device, other);
        }
        return tools.runToItsEnd(job.command(), job.limit(), () -> release(device, job), deadline);
    }

    /// @throws Failure.Aborted a tool works on the device
    void requireIdle(BlockDevice device) {
        var tool = running.get(device.number());
        if (tool != null) {
            throw busy(device, tool);
        }
    }

    private static Failure busy(BlockDevice device, String tool) {
        return new Failure.Aborted(tool + ", still works on " + device.node());
    }

    private static void takePlace(Job job, Deadline deadline) {
        var what = job.command().name() + " waits for others to end";
        var taken = Waiting.interruptibly(
                what, () -> job.places().tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS));
        if (!taken) {
            throw new Failure.Unfinished(what + "; it was not begun by the deadline");
        }
    }

    private void release(BlockDevice device, Job job) {
        running.remove(device.number());
        job.places().release();
    }
}
