package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the firmware of an instance says of it (SMBIOS, shown by the kernel under `/sys/class/dmi/id`): Nova puts
/// the instance's id there as the system's UUID. The serial number may be the same, or the hypervisor's
/// (`sysinfo_serial`).
///
/// @param directory the kernel's files
record Firmware(Path directory) {
    /// The products and tags by which clouds on Nova are known; cloud-init goes by the same.
    private static final List<String> PRODUCTS = List.of("openstack nova", "openstack compute");

    private static final List<String> TAGS =
            List.of("openstack nova", "openstack compute", "opentelekomcloud", "huaweicloud", "sap ccloud vm");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Where the version of a UUID stands in its text. Nova's are of version 4.
    private static final int VERSION = 14;

    /// Where it stands when the first three parts are written with their bytes turned round.
    private static final int TURNED_VERSION = 16;

    static Firmware ofThisHost() {
        return new Firmware(Path.of("/sys/class/dmi/id"));
    }

    /// The id of the instance; empty when this is no instance of Nova's, or the firmware does not tell for certain.
    Optional<String> instanceId() {
        if (!isNova()) {
            return Optional.empty();
        }
        return id("product_uuid").flatMap(this::inOrder);
    }

    private boolean isNova() {
        return text("product_name").filter(PRODUCTS::contains).isPresent()
                || text("chassis_asset_tag").filter(TAGS::contains).isPresent();
    }

    /// Old hypervisors and old kernels write the first three parts of a UUID in the other byte order. The place of
    /// the version tells which it is. Where it could be in either place, the serial number does, if it is the same
    /// id: it is text and has no byte order.
    private Optional<String> inOrder(String id) {
        var serial = id("product_serial");
        return Stream.of(id, turned(id))
                .filter(candidate -> serial.filter(candidate::equals).isPresent())
                .findFirst()
                .or(() -> byVersion(id));
    }

    private static Optional<String> byVersion(String id) {
        if (id.charAt(VERSION) == '4') {
            return Optional.of(id);
        }
        return id.charAt(TURNED_VERSION) == '4' ? Optional.of(turned(id)) : Optional.empty();
    }

    private static String turned(String id) {
        var parts = id.split("-", -1);
        for (var i = 0; i < 3; i++) {
            var bytes = parts[i].split("(?<=\\G..)", -1);
            parts[i] = String.join("", List.of(bytes).reversed());
        }
        return String.join("-", parts);
    }

    private Optional<String> id(String file) {
        return text(file).filter(text -> ID.matcher(text).matches());
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(directory.resolve(file)).strip().toLowerCase(Locale.ROOT));
        } catch (IOException _) {
            // Not there, or not readable: the UUID is root's alone.
            return Optional.empty();
        }
    }
}
