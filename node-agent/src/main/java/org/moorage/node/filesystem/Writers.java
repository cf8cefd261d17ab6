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

/// Runs the tools that write to devices: one for a device at a time, and a few at a time on this host, since each
/// of them can keep a disk busy. One that outlasts its caller goes on; a repeat is told so until it has ended.
final class Writers {
    private static final int AT_A_TIME = 4;

    private final Tools tools;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final Map<DeviceNumber, String> running = new ConcurrentHashMap<>();

    Writers(Tools tools) {
        this.tools = tools;
    }

    /// Runs a tool on a device.
    ///
    /// @param limit after how long it is killed, whoever may be waiting
    /// @throws Failure.Unfinished the deadline came first; a tool that had begun goes on
    /// @throws Failure.Aborted    another one works on the device
    Outcome run(BlockDevice device, Command command, Duration limit, Deadline deadline) {
        requireIdle(device);
        takePlace(command, deadline);
        var begun = command.name() + ", begun at " + deadline.clock().instant();
        var other = running.putIfAbsent(device.number(), begun);
        if (other != null) {
            places.release();
            throw busy(device, other);
        }
        return tools.runToItsEnd(command, limit, () -> release(device), deadline);
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

    private void takePlace(Command command, Deadline deadline) {
        var what = "waiting until fewer than " + AT_A_TIME + " file-system tools run";
        var taken = Waiting.interruptibly(
                what, () -> places.tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS));
        if (!taken) {
            throw new Failure.Unfinished(command.name() + " was not begun: " + what);
        }
    }

    private void release(BlockDevice device) {
        running.remove(device.number());
        places.release();
    }
}
