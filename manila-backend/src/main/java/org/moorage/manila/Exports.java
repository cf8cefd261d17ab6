package org.moorage.manila;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.ExportLocation;
import org.moorage.openstack.sharedfilesystem.Share;

/// Where a share can be mounted from.
///
/// @param paths  its export locations, the preferred first, without those that are for administrators
///               alone
/// @param fsName in which of the file systems of a Ceph cluster it is, if Manila tells
record Exports(List<String> paths, Optional<String> fsName) {
    private static final String FILE_SYSTEM = "fs=";

    /// Copies the list.
    Exports {
        paths = List.copyOf(paths);
    }

    /// Asks Manila.
    static Exports of(ManilaCloud cloud, Share share, String what, Deadline deadline) {
        return of(Answers.read(what, () -> cloud.locations().list(share.id(), deadline)), share);
    }

    /// Out of these locations; the name of the file system stands there, or in the share's metadata.
    static Exports of(List<ExportLocation> locations, Share share) {
        var usable = locations.stream()
                .filter(location -> !location.adminOnly() && !location.path().isBlank())
                .sorted(Comparator.comparing(ExportLocation::preferred).reversed())
                .toList();
        var fsName = Stream.concat(usable.stream().map(ExportLocation::metadata), Stream.of(share.metadata()))
                .flatMap(metadata -> Optional.ofNullable(metadata.get(ExportLocation.MOUNT_OPTIONS)).stream())
                .flatMap(options -> Stream.of(options.split(",")))
                .map(String::strip)
                .filter(option -> option.startsWith(FILE_SYSTEM))
                .map(option -> option.substring(FILE_SYSTEM.length()))
                .filter(name -> !name.isEmpty())
                .findFirst();
        return new Exports(
                usable.stream().map(location -> location.path().strip()).toList(), fsName);
    }
}
