package org.moorage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moorage.benchmarks.page.Machine;
import org.moorage.benchmarks.page.NodeRuns;
import org.moorage.benchmarks.start.Node;
import org.moorage.benchmarks.storm.PartnerStub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the processes of a node cost, and its tables on standard output.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts node services, ours and the Go drivers' in turns, and tells how long each took to answer"
                + " Probe and what memory it has, idle and after 1,000 calls. Train the package first"
                + " (bin/moorage train), as an image does; otherwise another thing is measured.")
final class StartCommand implements Callable<Integer> {
    @Option(
            names = "--package",
            paramLabel = "DIR",
            defaultValue = "${sys:moorage.package}",
            description = "our package (default: that of this checkout)")
    private Path home = Path.of("");

    @Option(
            names = "--peer",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${env:CINDER_CSI_PLUGIN}",
            description = "the Go driver for Cinder (default: the variable CINDER_CSI_PLUGIN; without, none)")
    private @Nullable Path peer;

    @Option(
            names = "--share-peer",
            converter = Program.class,
            paramLabel = "FILE",
            defaultValue = "${env:MANILA_CSI_PLUGIN}",
            description = "the Go driver for Manila (default: the variable MANILA_CSI_PLUGIN; without, none)")
    private @Nullable Path sharePeer;

    @Option(
            names = "--repeats",
            converter = WholeNumber.Positive.class,
            paramLabel = "N",
            defaultValue = "7",
            description = "lives of each, in turns; the median is told (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var machine = Machine.here();
        var directory = Files.createTempDirectory("moorage-start");
        var socket = directory.resolve("partner.sock");
        try (var _ = new PartnerStub(socket)) {
            var volumes = present(peer).map(Node.TheirVolumes::new);
            var all =
                    volumes.flatMap(cinder -> present(sharePeer).map(path -> new Node.TheirAll(cinder, path, socket)));
            var one = NodeRuns.of(new Node.OurVolumes(home), volumes, repeats);
            var three = NodeRuns.of(new Node.OurAll(home), all, repeats);
            System.out.println("Measured " + machine.text());
            System.out.println(
                    "\nA node's service of volumes:\n\n" + one.table().markdown());
            System.out.println("A node's services of volumes, NFS and CephFS, ours in one process, the Go drivers in"
                    + " three, without their two partner plugins:\n\n"
                    + three.table().markdown());
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
        return 0;
    }

    private static Optional<Path> present(@Nullable Path program) {
        return Optional.ofNullable(program).filter(path -> !path.toString().isEmpty());
    }
}
