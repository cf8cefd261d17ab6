package org.moorage.node.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What udev has written down of devices (`/run/udev/data`, one file for each number). It comes after the kernel's
/// account: udev may be late, and what it wrote of an earlier device with the same number may still be there. A
/// container does not see it unless `/run/udev` is mounted into it.
final class UdevDatabase {
    private static final String SEQUENCE = "S:disk/by-diskseq/";
    private static final String PROPERTY = "E:";

    private final Path data;

    /// @param data `/run/udev/data`
    UdevDatabase(Path data) {
        this.data = data;
    }

    /// What is written of one device.
    ///
    /// @param properties the properties that its rules gave it
    record Entry(Map<String, String> properties) {
        /// The serials and world-wide names that it had from the device.
        List<ShownSerial> serials() {
            var plain = Stream.of("ID_SCSI_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL")
                    .flatMap(this::property)
                    .map(ShownSerial.Plain::new);
            var worldWide = Stream.of("ID_WWN_WITH_EXTENSION", "ID_WWN")
                    .flatMap(this::property)
                    .map(name -> new ShownSerial.WorldWide("naa." + name.replaceFirst("^0x", "")));
            return Stream.<ShownSerial>concat(plain, worldWide).toList();
        }

        /// Whether multipathd joins this disk with others, or may yet: then it is a path and no device of its own.
        boolean isPath() {
            return property("DM_MULTIPATH_DEVICE_PATH").anyMatch(value -> !value.equals("0"))
                    || property("ID_FS_TYPE").anyMatch("mpath_member"::equals);
        }

        private Stream<String> property(String name) {
            return Optional.ofNullable(properties.get(name)).filter(value -> !value.isBlank()).stream();
        }
    }

    /// Whether there is one to be read.
    boolean present() {
        return Files.isDirectory(data);
    }

    /// What is written of the device with those numbers; empty while udev has not finished with it.
    ///
    /// @param sequence the kernel's count of the disk, if it counts them (`diskseq`): an entry of another is old
    Optional<Entry> entry(DeviceNumber number, Optional<String> sequence) {
        var lines = lines(data.resolve("b" + number));
        var written = lines.stream()
                .filter(line -> line.startsWith(SEQUENCE))
                .map(line -> line.substring(SEQUENCE.length()))
                .toList();
        if (lines.isEmpty()
                || sequence.filter(now -> !written.isEmpty() && !written.contains(now))
                        .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Entry(lines.stream()
                .filter(line -> line.startsWith(PROPERTY) && line.contains("="))
                .collect(Collectors.toUnmodifiableMap(
                        line -> line.substring(PROPERTY.length(), line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, _) -> first))));
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
