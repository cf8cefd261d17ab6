package org.moorage.benchmarks.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What runs on a node: processes of which each serves one driver or more.
public sealed interface Node {
    /// Who the node is, where there is no metadata.
    List<String> IDENTITY =
            List.of("--instance-id=11111111-1111-4111-8111-111111111111", "--instance-zone=az1", "--v=2");

    /// One life of it all.
    NodeRun live() throws IOException, InterruptedException;

    /// Our node service of volumes.
    record OurVolumes(Path home) implements Node {
        @Override
        public NodeRun live() throws IOException, InterruptedException {
            return NodeRun.measure(
                    directory -> line(
                            List.of(
                                    home.resolve("bin/cinder-csi-plugin").toString(),
                                    "--endpoint=unix://" + directory.resolve("csi.sock"),
                                    "--provide-controller-service=false"),
                            IDENTITY),
                    List.of());
        }
    }

    /// The Go driver's of volumes.
    record TheirVolumes(Path program) implements Node {
        @Override
        public NodeRun live() throws IOException, InterruptedException {
            return NodeRun.measure(
                    directory -> List.of(
                            program.toString(),
                            "--endpoint=unix://" + directory.resolve("csi.sock"),
                            "--nodeid=node",
                            "--provide-controller-service=false"),
                    List.of());
        }
    }

    /// Ours of volumes, NFS and CephFS in one process, which mounts shares itself.
    record OurAll(Path home) implements Node {
        @Override
        public NodeRun live() throws IOException, InterruptedException {
            return NodeRun.measure(
                    directory -> List.of(
                            home.resolve("bin/moorage").toString(), "serve", "--config=" + config(directory), "--v=2"),
                    List.of("nfs.sock", "cephfs.sock"));
        }

        private static Path config(Path directory) {
            var node = """
                    %s:
                        driver: %s
                        endpoint: unix://%s
                        provide-controller-service: false
                        instance-id: 11111111-1111-4111-8111-111111111111
                        instance-zone: az1
                    """;
            var manila = """
                        drivername: %s.manila.csi.openstack.org
                        share-protocol-selector: %s
                    """;
            var text = "drivers:\n"
                    + (node.formatted("volumes", "cinder", directory.resolve("csi.sock"))
                                    + node.formatted("nfs", "manila", directory.resolve("nfs.sock"))
                                    + manila.formatted("nfs", "NFS")
                                    + node.formatted("cephfs", "manila", directory.resolve("cephfs.sock"))
                                    + manila.formatted("cephfs", "CEPHFS"))
                            .indent(2);
            try {
                return Files.writeString(directory.resolve("drivers.yaml"), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The Go drivers of volumes, NFS and CephFS: three processes. Their partner plugins, which mount the shares, are
    /// two more, and are not counted.
    record TheirAll(TheirVolumes volumes, Path manila, Path partner) implements Node {
        @Override
        public NodeRun live() throws IOException, InterruptedException {
            return volumes.live().plus(shares("NFS")).plus(shares("CEPHFS"));
        }

        private NodeRun shares(String protocol) throws IOException, InterruptedException {
            return NodeRun.measure(
                    directory -> List.of(
                            manila.toString(),
                            "--endpoint=unix://" + directory.resolve("csi.sock"),
                            "--share-protocol-selector=" + protocol,
                            "--fwdendpoint=unix://" + partner,
                            "--provide-controller-service=false"),
                    List.of());
        }
    }

    private static List<String> line(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
