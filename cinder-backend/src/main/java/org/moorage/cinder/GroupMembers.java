package org.moorage.cinder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockGroupSnapshot;
import org.moorage.openstack.blockstorage.BlockSnapshot;

/// The snapshots that belong to a group snapshot. Cinder makes all of them together with it.
final class GroupMembers {
    private GroupMembers() {}

    /// The group snapshot as the callers of CSI see it.
    static GroupSnapshot answer(CinderCloud cloud, String what, BlockGroupSnapshot taken, Deadline deadline) {
        var members = list(cloud, what, taken.id(), deadline).stream()
                .map(Copy::answer)
                .toList();
        members.forEach(member -> cloud.kinds().learn(member.id().value(), SnapshotKinds.Kind.SNAPSHOT));
        return new GroupSnapshot(
                new GroupSnapshotId(taken.id()),
                members,
                taken.createdAt(),
                taken.status().equals("available"));
    }

    private static List<BlockSnapshot> list(CinderCloud cloud, String what, String id, Deadline deadline) {
        var members = new ArrayList<BlockSnapshot>();
        var marker = Optional.<String>empty();
        do {
            var from = marker;
            var page = Answers.read(what, () -> cloud.snapshots().ofGroup(id, from, deadline));
            page.entries().stream()
                    .filter(snapshot -> snapshot.group().filter(id::equals).isPresent())
                    .forEach(members::add);
            marker = page.next();
        } while (marker.isPresent());
        return members;
    }
}
