package org.moorage.node.mount;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A node with a thousand volumes, each staged and published: what each call of the node service reads first. In the
/// package of the table, whose parser nobody else needs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MountTableBenchmark {
    private static final int VOLUMES = 1000;
    private static final String KUBELET = "/var/lib/kubelet/";

    private final String mountinfo =
            IntStream.range(0, VOLUMES).mapToObj(MountTableBenchmark::lines).collect(Collectors.joining());

    @Benchmark
    public MountTable parseMountinfoOf2000Lines() {
        return MountTable.parse(mountinfo);
    }

    private static String lines(int volume) {
        var device = " 253:" + volume + " / ";
        var rest = " rw,relatime shared:" + volume + " - ext4 /dev/vd" + volume + " rw,seclabel\n";
        var hash = "%064x".formatted(volume);
        return (2 * volume + 40) + " 28" + device + KUBELET + "plugins/kubernetes.io/csi/cinder.csi.openstack.org/"
                + hash + "/globalmount" + rest + (2 * volume + 41) + " 28" + device + KUBELET + "pods/0000\\040"
                + volume + "/volumes/kubernetes.io~csi/pvc-" + volume + "/mount" + rest;
    }
}
