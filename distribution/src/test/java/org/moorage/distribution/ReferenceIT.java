package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of flags is what the programs themselves tell, who read them from where they are decided.
class ReferenceIT {
    private static final Path PAGE = Path.of("../docs/flags.md");

    /// A flag, its value, and the start of what it does, which may begin on the next line.
    private static final Pattern FLAG =
            Pattern.compile("^ {2,6}(?:-\\w, )?--([a-z][a-z0-9-]*)(?:=(\\S+))?(?: +(.*))?$");

    private static final Pattern PRESET = Pattern.compile("(.*) \\(default (.*)\\)");

    /// A row of the page.
    private record Flag(String name, String value, StringBuilder text) {
        String row() {
            var preset = PRESET.matcher(text);
            var split = preset.matches();
            return "| `--%s` | %s | %s | %s |"
                    .formatted(
                            name,
                            value.isEmpty() ? "" : "`" + value.replace("|", "\\|") + "`",
                            split ? "`" + preset.group(2) + "`" : "",
                            (split ? preset.group(1) : text.toString()).replace("|", "\\|"));
        }
    }

    /// With `-Dreference.write=true` it is written anew.
    @Test
    void pageOfFlagsIsWhatTheProgramsTell() throws Exception {
        var page = """
                # Flags

                Every flag of each program, as `--help` tells it; this page is made of that. `_` and `-` are one in names, a list is
                written by commas or by repeating the flag. [parameters.md](parameters.md) says more of those that need it.

                ## cinder-csi-plugin

                %s
                ## manila-csi-plugin

                %s
                ## moorage doctor

                Beside the flags of the driver that `--driver` names:

                %s
                ## moorage new-backend

                %s""".formatted(
                        table(PackageUnderTest.CINDER_CSI_PLUGIN.toString()),
                        table(PackageUnderTest.MANILA_CSI_PLUGIN.toString()),
                        table(PackageUnderTest.LAUNCHER.toString(), "doctor"),
                        table(PackageUnderTest.LAUNCHER.toString(), "new-backend"));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).as("rewrite it with -Dreference.write=true").hasContent(page);
    }

    private static String table(String... program) throws Exception {
        var command = new ArrayList<>(List.of(program));
        command.add("--help");
        var outcome = PackageUnderTest.run(Duration.ofMinutes(1), Map.of(), command);
        assertThat(outcome.exitCode()).isZero();
        var flags = new ArrayList<Flag>();
        var idle = "";
        for (var line : outcome.lines()) {
            var flag = FLAG.matcher(line);
            if (flag.matches()) {
                var text = flag.group(3) == null ? "" : flag.group(3);
                var value = flag.group(2) == null ? "" : flag.group(2);
                flags.add(new Flag(flag.group(1), value, new StringBuilder(text)));
            } else if (line.startsWith("Taken for the sake") || !idle.isEmpty()) {
                idle = (idle + " " + line.strip()).strip();
            } else if (line.startsWith("          ") && !flags.isEmpty()) {
                var text = flags.getLast().text();
                text.append(text.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        assertThat(flags).hasSizeGreaterThan(2);
        var rows = flags.stream().map(Flag::row).toList();
        return "| flag | value | default | meaning |\n|---|---|---|---|\n" + String.join("\n", rows) + "\n"
                + (idle.isEmpty() ? "" : "\n" + idle.replaceAll("--[a-z-]+", "`$0`") + "\n");
    }
}
