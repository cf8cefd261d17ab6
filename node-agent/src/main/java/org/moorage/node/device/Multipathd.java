package org.moorage.node.device;

import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Command;
import org.moorage.node.host.Tools;

/// What the host's multipathd is asked for. It joins paths of its own accord, and follows their removal; that they have
/// grown, and that a device is no longer wanted, it must be told (multipathd(8)).
final class Multipathd {
    private static final String PROGRAM = "multipathd";
    private static final String SOURCE = "multipath-tools";

    private final Tools tools;

    Multipathd(Tools tools) {
        this.tools = tools;
    }

    /// Takes over the new size of the paths.
    ///
    /// @throws Failure.Broken the program is not there
    void resize(String map, Deadline deadline) {
        ask(List.of("resize", "map", map), deadline);
    }

    /// Takes a multipath device apart, if nobody uses it.
    ///
    /// @throws Failure.Broken the program is not there
    void remove(String map, Deadline deadline) {
        ask(List.of("del", "map", map), deadline);
    }

    /// Its exit code tells whether it was understood, not what came of it: callers look at the device.
    private void ask(List<String> words, Deadline deadline) {
        tools.run(new Command(tools.require(PROGRAM, SOURCE), words), deadline);
    }
}
