package org.moorage.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has of the machine's memory, in KiB (proc(5), `smaps_rollup`).
///
/// @param resident     all its pages that are in memory (`Rss`)
/// @param proportional the same, with its share only of those that others have, too (`Pss`)
public record Memory(long resident, long proportional) {
    static Memory of(long pid) throws IOException {
        var lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
        return new Memory(field(lines, "Rss:"), field(lines, "Pss:"));
    }

    Memory plus(Memory other) {
        return new Memory(resident + other.resident, proportional + other.proportional);
    }

    private static long field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
