package org.moorage.node.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The numbers by which the kernel knows a device. Names and links are only ways to them.
///
/// @param major the driver's number; 0 for what is no device
/// @param minor the device's number within the driver
public record DeviceNumber(int major, int minor) {
    private static final int TYPE_MASK = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    /// Reads `major:minor`, as sysfs and mountinfo write it.
    public static DeviceNumber parse(String text) {
        var colon = text.indexOf(':');
        return new DeviceNumber(
                Integer.parseInt(text, 0, colon, 10), Integer.parseInt(text, colon + 1, text.length(), 10));
    }

    /// The numbers of the block device that a path leads to, links followed; empty when it leads to none.
    public static Optional<DeviceNumber> of(Path path) {
        return of(path, new LinkOption[0]);
    }

    /// The numbers of the block device that stands at the path itself.
    public static Optional<DeviceNumber> at(Path path) {
        return of(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<DeviceNumber> of(Path path, LinkOption... options) {
        try {
            var attributes = Files.readAttributes(path, "unix:mode,rdev", options);
            if (!(attributes.get("mode") instanceof Integer mode)
                    || !(attributes.get("rdev") instanceof Long device)
                    || (mode & TYPE_MASK) != BLOCK_DEVICE) {
                return Optional.empty();
            }
            return Optional.of(decode(device));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Takes apart a `dev_t` as glibc puts it together (`gnu_dev_makedev`).
    private static DeviceNumber decode(long device) {
        var major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
        var minor = (device & 0xff) | (device >>> 12 & ~0xffL);
        return new DeviceNumber((int) major, (int) minor);
    }

    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
