package org.moorage.node.filesystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.node.host.Command;
import org.moorage.node.host.Tools;

/// What mkfs.xfs turns on by itself though an older kernel cannot mount it (xfs(5), and the history of xfsprogs).
/// The files of features that xfsprogs brings are not used: those of 6.1 are refused by their own mkfs.xfs.
///
/// @param option the option of mkfs.xfs that the feature belongs to
/// @param name   what mkfs.xfs calls it
/// @param since  the first Linux that mounts it
record XfsFeatures(String option, String name, String since) {
    private static final List<XfsFeatures> ALL = List.of(
            new XfsFeatures("-m", "reflink", "4.9"),
            new XfsFeatures("-m", "inobtcount", "5.10"),
            new XfsFeatures("-m", "bigtime", "5.10"),
            new XfsFeatures("-i", "nrext64", "5.19"),
            new XfsFeatures("-i", "exchange", "6.10"),
            new XfsFeatures("-n", "parent", "6.10"));

    private static final Comparator<String> BY_VERSION =
            Comparator.<String>comparingInt(version -> part(version, 0)).thenComparingInt(version -> part(version, 1));

    /// The options that turn off what that kernel cannot mount. What this mkfs.xfs does not know, it does not make.
    ///
    /// @param kernel a version such as `5.10`
    static List<String> without(String kernel, Tools tools, Path maker, Deadline deadline) {
        var tooNew = ALL.stream()
                .filter(feature -> BY_VERSION.compare(feature.since(), kernel) > 0)
                .toList();
        if (tooNew.isEmpty()) {
            return List.of();
        }
        var usage = tools.run(new Command(maker, List.of()), deadline);
        var words = new ArrayList<String>();
        tooNew.stream()
                .filter(feature -> (usage.output() + usage.errors()).contains(feature.name() + "="))
                .flatMap(feature -> Stream.of(feature.option(), feature.name() + "=0"))
                .forEach(words::add);
        return words;
    }

    private static int part(String version, int index) {
        return Integer.parseInt(version.split("\\.", -1)[index]);
    }
}
