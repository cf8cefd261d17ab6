package org.moorage.node.filesystem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// Finds out what is on a device, and changes nothing.
///
/// A device is blank only if all of these agree: it can be opened for ourselves alone and read, `blkid` says in so
/// many words that it found nothing, `wipefs` finds no signature either, and what we read ourselves is zero ({@link
/// Surface}). A tool that is missing, fails, is killed or says what we do not expect is a failure, never a "nothing".
final class Probe {
    private static final int BLKID_FOUND = 0;
    private static final int BLKID_NOTHING = 2;
    private static final int BLKID_AMBIGUOUS = 8;

    /// A claim that a call before this one gave up may be held a moment longer.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int FIRST_READ = 4096;

    private static final String SOURCE = "util-linux";

    private final Tools tools;
    private final Kernel kernel;

    Probe(Tools tools, Kernel kernel) {
        this.tools = tools;
        this.kernel = kernel;
    }

    /// What is on the device, which must not be mounted.
    ///
    /// @throws Failure.Unavailable the device is held by somebody else, cannot be read, or a tool went wrong
    /// @throws Failure.Broken      a tool is missing
    Content examine(BlockDevice device, Deadline deadline) {
        try (var _ = kernel.claim(device.node(), PATIENCE, deadline)) {
            var reader = new DeviceReader(device, kernel, deadline);
            // A tool that reads from a dead device can be neither ended nor taken back, so none is started on one.
            reader.read(0, FIRST_READ);
            var seen = blkid(device, deadline);
            return switch (seen.code()) {
                case BLKID_FOUND -> named(device, reader, seen);
                case BLKID_NOTHING -> unnamed(device, reader, seen, deadline);
                case BLKID_AMBIGUOUS -> new Content.Foreign("signatures of several kinds");
                default -> throw odd("blkid", device, seen);
            };
        } catch (SystemCallException refused) {
            throw unclaimed(device, refused);
        }
    }

    private Outcome blkid(BlockDevice device, Deadline deadline) {
        var blkid = tools.require("blkid", SOURCE);
        return tools.run(
                new Command(blkid, List.of("-p", "-o", "export", device.node().toString())), deadline);
    }

    private static Content named(BlockDevice device, DeviceReader reader, Outcome seen) {
        var facts = facts(seen.output());
        var type = facts.get("TYPE");
        if (type == null) {
            var table = facts.get("PTTYPE");
            if (table == null) {
                throw odd("blkid", device, seen);
            }
            return new Content.Foreign("a partition table (" + table + ")");
        }
        var known = FsType.named(type);
        if (known.isEmpty() || !"filesystem".equals(facts.get("USAGE"))) {
            return new Content.Foreign("a signature of type " + type);
        }
        return known.get() == FsType.XFS && Superblock.xfsInProgress(reader)
                ? new Content.HalfMade(new UnfinishedMaking(device, FsType.XFS))
                : new Content.Existing(known.get());
    }

    private Content unnamed(BlockDevice device, DeviceReader reader, Outcome seen, Deadline deadline) {
        requireSilent("blkid", device, seen);
        var wipefs = tools.require("wipefs", SOURCE);
        var signatures = tools.run(
                new Command(
                        wipefs, List.of("--no-act", "--parsable", device.node().toString())),
                deadline);
        if (signatures.code() != 0 || !signatures.errors().isBlank()) {
            throw odd("wipefs", device, signatures);
        }
        if (!signatures.output().isBlank()) {
            return new Content.Foreign("a signature that wipefs knows: " + signatures.said());
        }
        if (Superblock.btrfsInProgress(reader)) {
            return new Content.HalfMade(new UnfinishedMaking(device, FsType.BTRFS));
        }
        return new Surface(reader)
                .trace()
                .<Content>map(Content.Foreign::new)
                .orElseGet(() -> new Content.Blank(new BlankDevice(device)));
    }

    /// blkid answers a device that it cannot read with the same code as a blank one, but not in silence.
    private static void requireSilent(String tool, BlockDevice device, Outcome seen) {
        if (!seen.output().isBlank() || !seen.errors().isBlank()) {
            throw odd(tool, device, seen);
        }
    }

    private static Map<String, String> facts(String output) {
        return output.lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, _) -> first));
    }

    private static Failure odd(String tool, BlockDevice device, Outcome seen) {
        return new Failure.Unavailable("what is on " + device.node() + " cannot be told, so nothing was changed: "
                + tool + " ended with " + seen.said());
    }

    private static Failure unclaimed(BlockDevice device, SystemCallException refused) {
        return refused.errno() == Errno.EBUSY
                ? new Failure.Unavailable(device.node() + " is in use: mounted in another mount namespace, held by"
                        + " device mapper or RAID, or a file-system tool still works on it")
                : new Failure.Unavailable(device.node() + " cannot be opened: " + refused.getMessage(), refused);
    }
}
