package org.moorage.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.plugin.Finding;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;

/// What this host must have for volumes to be mounted on it: programs, file systems of the kernel, capabilities, the
/// nodes of devices, and mounts that reach the pods. Reads only.
public final class HostDiagnosis {
    /// capabilities(7), by their numbers.
    private static final int SYS_ADMIN = 21;

    private static final int SYS_RESOURCE = 24;
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]+)$");

    /// The packages of the programs without which no volume of that file system is mounted.
    private static final Map<String, Map<String, String>> NEEDED = Map.of(
            "ext4",
                    Map.of(
                            "blkid", "util-linux",
                            "wipefs", "util-linux",
                            "mkfs.ext4", "e2fsprogs",
                            "e2fsck", "e2fsprogs"),
            "nfs", Map.of("mount.nfs", "nfs-common"));

    /// The packages of the programs that some volumes of that file system want.
    private static final Map<String, Map<String, String>> USEFUL = Map.of(
            "ext4", Map.of("resize2fs", "e2fsprogs", "multipathd", "multipath-tools"),
            "xfs", Map.of("mkfs.xfs", "xfsprogs", "xfs_growfs", "xfsprogs"),
            "btrfs", Map.of("mkfs.btrfs", "btrfs-progs", "btrfs", "btrfs-progs"),
            "ceph", Map.of("mount.ceph", "ceph-common"),
            "fuse.ceph", Map.of("ceph-fuse", "ceph-fuse"));

    /// File systems of devices, which the kernel may have to load.
    private static final List<String> LOADED = List.of("ext4", "xfs");

    private final Host host;
    private final Path kubelet;
    private final Set<String> fileSystems;

    HostDiagnosis(Host host, Path kubelet, Set<String> fileSystems) {
        this.host = host;
        this.kubelet = kubelet;
        this.fileSystems = Set.copyOf(fileSystems);
    }

    /// Every file system that volumes can have here.
    public static Set<String> everyFileSystem() {
        return Stream.concat(NEEDED.keySet().stream(), USEFUL.keySet().stream()).collect(Collectors.toSet());
    }

    /// Of the host that this process runs on.
    ///
    /// @param kubelet     where kubelet keeps volumes: `/var/lib/kubelet`
    /// @param fileSystems those of the volumes that are mounted here, as mount(8) spells them
    public static HostDiagnosis ofThisHost(Path kubelet, Set<String> fileSystems) {
        return new HostDiagnosis(Host.standard(), kubelet, fileSystems);
    }

    /// Looks at everything.
    public List<Finding> examine() {
        return Stream.of(tools(), fileSystems(), capabilities(), deviceNodes(), propagation())
                .flatMap(List::stream)
                .toList();
    }

    private List<Finding> tools() {
        var findings = new ArrayList<Finding>();
        missing(NEEDED)
                .forEach((program, its) -> findings.add(
                        Finding.wrong("node program " + program, "it is not installed", "install " + its)));
        missing(USEFUL)
                .forEach((program, its) -> findings.add(Finding.warning(
                        "node program " + program,
                        "it is not installed; volumes that need it cannot be had here",
                        "install " + its + " if such volumes are used")));
        if (findings.isEmpty()) {
            findings.add(Finding.sound("node programs", "all are installed"));
        }
        return findings;
    }

    /// Of the programs, by their names, those that are not installed, and their packages.
    private Map<String, String> missing(Map<String, Map<String, String>> programs) {
        var tools = new Tools(host.tools());
        var missing = new TreeMap<String, String>();
        fileSystems.forEach(type -> programs.getOrDefault(type, Map.of()).forEach((program, its) -> {
            if (tools.find(program).isEmpty()) {
                missing.put(program, its);
            }
        }));
        return missing;
    }

    private List<Finding> fileSystems() {
        var known = text(host.proc().resolve("filesystems"));
        return LOADED.stream()
                .filter(fileSystems::contains)
                .map(type -> known.lines().anyMatch(line -> line.strip().endsWith(type))
                        ? Finding.sound("kernel file system " + type, "it is there")
                        : Finding.warning(
                                "kernel file system " + type,
                                "the kernel has not loaded it",
                                "modprobe " + type + " on the host, or leave it to be loaded when it is first mounted"))
                .toList();
    }

    private List<Finding> capabilities() {
        var match = EFFECTIVE.matcher(text(host.proc().resolve("self/status")));
        var held = match.find() ? Long.parseUnsignedLong(match.group(1), 16) : 0;
        var findings = new ArrayList<Finding>();
        findings.add(
                holds(held, SYS_ADMIN)
                        ? Finding.sound("CAP_SYS_ADMIN", "held")
                        : Finding.wrong(
                                "CAP_SYS_ADMIN",
                                "not held, so nothing can be mounted",
                                "run the node's container as root and privileged"));
        if (fileSystems.contains("ext4")) {
            findings.add(
                    holds(held, SYS_RESOURCE)
                            ? Finding.sound("CAP_SYS_RESOURCE", "held")
                            : Finding.warning(
                                    "CAP_SYS_RESOURCE",
                                    "not held, so a mounted ext4 cannot grow",
                                    "run the node's container privileged, or add the capability"));
        }
        return findings;
    }

    private static boolean holds(long capabilities, int which) {
        return (capabilities >> which & 1) == 1;
    }

    private List<Finding> deviceNodes() {
        if (LOADED.stream().noneMatch(fileSystems::contains)) {
            return List.of();
        }
        var missing = HostDisks.children(host.sys().resolve("block")).stream()
                .filter(disk -> !disk.startsWith("loop") && !disk.startsWith("ram"))
                .filter(disk -> Files.notExists(host.dev().resolve(disk.replace('!', '/'))))
                .toList();
        return List.of(
                missing.isEmpty()
                        ? Finding.sound("device nodes", "each disk of the kernel has one in " + host.dev())
                        : Finding.wrong(
                                "device nodes",
                                missing + " have none in " + host.dev(),
                                "mount the host's /dev into the node's container"));
    }

    /// mountinfo names the peer group of a mount that is propagated (mount_namespaces(7)).
    private List<Finding> propagation() {
        var subject = "mounts below " + kubelet;
        if (!Files.isDirectory(kubelet)) {
            return List.of(Finding.wrong(
                    subject,
                    "the directory is not there",
                    "mount the host's " + kubelet + " into the node's container with mountPropagation: Bidirectional,"
                            + " or say with --kubelet-dir where it is"));
        }
        var shared = text(host.proc().resolve("self/mountinfo"))
                .lines()
                .filter(line -> kubelet.startsWith(Path.of(line.split(" ", 6)[4])))
                .reduce((one, other) -> length(other) >= length(one) ? other : one)
                .filter(line -> line.contains(" shared:"))
                .isPresent();
        return List.of(
                shared
                        ? Finding.sound(subject, "are seen by pods")
                        : Finding.wrong(
                                subject,
                                "are not propagated, so no pod would see them",
                                "mount " + kubelet
                                        + " with mountPropagation: Bidirectional (mount --make-rshared on the"
                                        + " host)"));
    }

    private static int length(String line) {
        return line.split(" ", 6)[4].length();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
