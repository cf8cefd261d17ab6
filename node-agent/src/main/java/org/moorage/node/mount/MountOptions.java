package org.moorage.node.mount;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.moorage.node.syscall.MountFlag;

/// The options of a mount as mount(8) spells them, taken apart as mount(2) wants them.
///
/// @param flags those that every file system has
/// @param data  the file system's own, in the order given
public record MountOptions(long flags, List<String> data) {
    private static final Map<String, Long> SETS = Map.ofEntries(
            Map.entry("ro", MountFlag.READ_ONLY),
            Map.entry("nosuid", MountFlag.NO_SUID),
            Map.entry("nodev", MountFlag.NO_DEV),
            Map.entry("noexec", MountFlag.NO_EXEC),
            Map.entry("sync", MountFlag.SYNCHRONOUS),
            Map.entry("mand", MountFlag.MANDATORY_LOCK),
            Map.entry("dirsync", MountFlag.DIRECTORY_SYNC),
            Map.entry("noatime", MountFlag.NO_ATIME),
            Map.entry("nodiratime", MountFlag.NO_DIRECTORY_ATIME),
            Map.entry("relatime", MountFlag.RELATIVE_ATIME),
            Map.entry("strictatime", MountFlag.STRICT_ATIME),
            Map.entry("lazytime", MountFlag.LAZY_TIME),
            Map.entry("silent", MountFlag.SILENT));
    private static final Map<String, Long> CLEARS = Map.ofEntries(
            Map.entry("rw", MountFlag.READ_ONLY),
            Map.entry("suid", MountFlag.NO_SUID),
            Map.entry("dev", MountFlag.NO_DEV),
            Map.entry("exec", MountFlag.NO_EXEC),
            Map.entry("async", MountFlag.SYNCHRONOUS),
            Map.entry("nomand", MountFlag.MANDATORY_LOCK),
            Map.entry("atime", MountFlag.NO_ATIME),
            Map.entry("diratime", MountFlag.NO_DIRECTORY_ATIME),
            Map.entry("norelatime", MountFlag.RELATIVE_ATIME),
            Map.entry("nostrictatime", MountFlag.STRICT_ATIME),
            Map.entry("nolazytime", MountFlag.LAZY_TIME),
            Map.entry("loud", MountFlag.SILENT));

    /// Options for mount(8) itself or for fstab, which mean nothing to the kernel.
    private static final Set<String> IGNORED =
            Set.of("defaults", "auto", "noauto", "user", "nouser", "users", "owner", "group", "nofail", "_netdev");

    /// Options that would make mount(2) do something else than mount a file system.
    private static final Set<String> REFUSED = Set.of(
            "bind",
            "rbind",
            "move",
            "remount",
            "shared",
            "rshared",
            "private",
            "rprivate",
            "slave",
            "rslave",
            "unbindable",
            "runbindable",
            "loop");

    private static final List<String> LABELS = List.of("context", "fscontext", "defcontext", "rootcontext");

    /// Copies the list.
    public MountOptions {
        data = List.copyOf(data);
    }

    /// Takes apart the options of a request. Each text may hold several, separated by commas.
    ///
    /// @throws Failure.Invalid an option cannot be given here; its text is not repeated, since it may be secret
    public static MountOptions parse(List<String> texts) {
        var flags = 0L;
        var data = new ArrayList<String>();
        for (var option : split(texts)) {
            if (REFUSED.contains(option) || option.startsWith("loop=")) {
                var name = option.startsWith("loop=") ? "loop" : option;
                throw new Failure.Invalid("the mount option " + name + " cannot be given to a volume");
            } else if (SETS.containsKey(option)) {
                flags |= SETS.getOrDefault(option, 0L);
            } else if (CLEARS.containsKey(option)) {
                flags &= ~CLEARS.getOrDefault(option, 0L);
            } else if (!IGNORED.contains(option) && !option.startsWith("x-") && !option.startsWith("comment=")) {
                data.add(option);
            }
        }
        return new MountOptions(flags, data);
    }

    /// Whether these ask for a mount that cannot be written to.
    public boolean readOnly() {
        return (flags & MountFlag.READ_ONLY) != 0;
    }

    /// These and read-only.
    public MountOptions asReadOnly() {
        return new MountOptions(flags | MountFlag.READ_ONLY, data);
    }

    /// These and one more of the file system's own, unless it is there.
    public MountOptions with(String option) {
        if (data.contains(option)) {
            return this;
        }
        var more = new ArrayList<>(data);
        more.add(option);
        return new MountOptions(flags, more);
    }

    /// These without the labels of SELinux, which a kernel without it takes for an error: mount(8) leaves them out
    /// there, too.
    MountOptions withoutLabels() {
        return new MountOptions(
                flags,
                data.stream()
                        .filter(option -> LABELS.stream().noneMatch(label -> option.startsWith(label + "="))
                                && !option.equals("seclabel"))
                        .toList());
    }

    /// The single options of texts that may hold several each.
    ///
    /// @throws Failure.Invalid one holds a control character
    public static List<String> split(List<String> texts) {
        return texts.stream()
                .peek(MountOptions::requirePrintable)
                .flatMap(text -> split(text).stream())
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /// A comma ends an option unless it stands in quotes, as in `context="u:r:t:s0:c1,c2"`; so does a quote that is
    /// never closed. No regular expression, since callers choose how long a text is.
    private static List<String> split(String text) {
        var options = new ArrayList<String>();
        var option = new StringBuilder();
        for (var at = 0; at < text.length(); at++) {
            var letter = text.charAt(at);
            var last = letter == '"' ? text.indexOf('"', at + 1) : at;
            if (letter == ',' || last < 0) {
                options.add(option.toString());
                option.setLength(0);
            } else {
                option.append(text, at, last + 1);
                at = last;
            }
        }
        options.add(option.toString());
        return options;
    }

    private static void requirePrintable(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Failure.Invalid("a mount option holds a control character");
        }
    }
}
