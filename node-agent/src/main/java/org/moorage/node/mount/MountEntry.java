package org.moorage.node.mount;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;

/// One line of `/proc/self/mountinfo` (proc(5)).
///
/// @param device       the numbers of the file system's device; major 0 where the kernel made them up
/// @param root         what of the file system is mounted, `/` for all of it
/// @param point        where
/// @param options      the options of this mount alone
/// @param type         the file system's type
/// @param source       what the file system was made from, as the kernel names it
/// @param superOptions the options of the file system, which all its mounts share
public record MountEntry(
        DeviceNumber device,
        String root,
        Path point,
        List<String> options,
        String type,
        String source,
        List<String> superOptions) {
    private static final String READ_ONLY = "ro";
    private static final int SHORTEST_ESCAPE = 4;
    private static final Pattern UNWRITABLE = Pattern.compile("[^\\x01-\\x7e]");

    /// Copies the lists.
    public MountEntry {
        options = List.copyOf(options);
        superOptions = List.copyOf(superOptions);
    }

    /// Reads one line: fixed fields, then optional ones up to a lone `-`, then three more.
    static MountEntry parse(String line) {
        var fields = line.split(" ", -1);
        var after = Arrays.asList(fields).indexOf("-");
        return new MountEntry(
                DeviceNumber.parse(fields[2]),
                unescape(fields[3]),
                path(unescape(fields[4])),
                List.of(fields[5].split(",")),
                unescape(fields[after + 1]),
                unescape(fields[after + 2]),
                List.of(fields[after + 3].split(",")));
    }

    /// Whether this is a mount of the file system that lies on the device.
    public boolean isFileSystemOf(BlockDevice candidate) {
        return device.equals(candidate.number())
                || fileSystemDevice().filter(candidate.number()::equals).isPresent();
    }

    /// The numbers of the device that the file system lies on, as far as the kernel tells. Btrfs shows numbers of
    /// its own making, and the device as its source.
    public Optional<DeviceNumber> fileSystemDevice() {
        return type.equals("btrfs") ? DeviceNumber.of(path(source)) : Optional.of(device);
    }

    /// Whether this is a mount of the device's own node upon a file.
    public boolean isNodeOf(BlockDevice candidate) {
        return isDeviceNode()
                && root.endsWith("/" + candidate.node().getFileName())
                && DeviceNumber.at(point).filter(candidate.number()::equals).isPresent();
    }

    /// Whether it shows something out of the file system that device nodes lie in.
    public boolean isDeviceNode() {
        return (type.equals("devtmpfs") || type.equals("tmpfs")) && !root.equals("/");
    }

    /// Whether nothing can be written through this mount.
    public boolean readOnly() {
        return options.contains(READ_ONLY) || fileSystemReadOnly();
    }

    /// Whether nobody can write to the file system, through whatever mount.
    public boolean fileSystemReadOnly() {
        return superOptions.contains(READ_ONLY);
    }

    /// Whether the file system has given up after an error: recent kernels say so here.
    public boolean failed() {
        return superOptions.contains("emergency_ro") || superOptions.contains("shutdown");
    }

    /// How the mount reads in a message.
    public String describe() {
        return type + " of " + source + " at " + point;
    }

    /// Anybody's mounts are in the table, also such whose names this process cannot write: Java takes a path in
    /// the characters of the locale alone. Those characters are replaced, since no path of ours holds them, and
    /// the rest still tells what the mount is below.
    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            return Path.of(UNWRITABLE.matcher(text).replaceAll("?"));
        }
    }

    /// The kernel writes blank, tab, newline and backslash as a backslash and three octal digits.
    private static String unescape(String text) {
        var plain = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\' && text.length() - at >= SHORTEST_ESCAPE) {
                plain.append((char) Integer.parseInt(text, at + 1, at + SHORTEST_ESCAPE, 8));
                at += SHORTEST_ESCAPE - 1;
            } else {
                plain.append(text.charAt(at));
            }
        }
        return plain.toString();
    }
}
