package org.moorage.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The cloud that the demo runs on.
sealed interface DemoCloud extends AutoCloseable permits EmbeddedCloud, RealCloud {
    /// One line for the reader: what cloud this is.
    String description();

    /// The cloud.conf by which the CSI server reaches the cloud.
    Path cloudConfig();

    /// The server of the cloud that plays the node; empty when there is none on this machine.
    Optional<Node> node();

    /// Servers of the cloud that play two nodes; fewer when there are not so many.
    List<Node> nodes();

    /// Whether the cloud is one that is played on this machine, with nobody to export its shares.
    boolean played();

    /// Looks at the cloud beside the CSI server.
    Onlooker onlooker();

    /// How many requests the CSI server has sent so far; empty when nobody counts.
    Optional<Long> requests();

    @Override
    void close();

    /// A server of the cloud.
    ///
    /// @param id      its UUID
    /// @param zone    its availability zone
    /// @param devices where the links to its devices appear, in place of `/dev/disk/by-id`; empty when that is
    ///     where they appear
    /// @param hasAddress whether the cloud tells an address of it
    record Node(String id, String zone, Optional<Path> devices, boolean hasAddress) {
        /// The arguments that tell a CSI server who it is.
        List<String> identity() {
            return List.of("--instance-id=" + id, "--instance-zone=" + zone);
        }
    }
}
