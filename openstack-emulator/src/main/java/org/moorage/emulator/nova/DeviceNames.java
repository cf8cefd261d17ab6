package org.moorage.emulator.nova;

import java.util.Set;

/// The names that a guest gives its virtio disks; /dev/vda is the server's own.
final class DeviceNames {
    private static final int LETTERS = 26;

    private DeviceNames() {}

    static String firstFree(Set<String> taken) {
        for (var number = 1; ; number++) {
            var name = name(number);
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    /// The name of the n-th disk: 0 is /dev/vda, 25 /dev/vdz, 26 /dev/vdaa.
    static String name(int number) {
        var letters = new StringBuilder();
        for (var rest = number + 1; rest > 0; rest = (rest - 1) / LETTERS) {
            letters.insert(0, (char) ('a' + (rest - 1) % LETTERS));
        }
        return "/dev/vd" + letters;
    }
}
