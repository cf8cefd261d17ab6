package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.sharedfilesystem.NewShareGroup;

class ManilaGroupSnapshotsTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start(Map.of("group-snapshots", List.of("true")));

    private String group;

    @BeforeEach
    void start() {
        group = cloud.look(manila -> {
            var type = manila.groups().types(TestCloud.soon()).getFirst();
            var wanted = new NewShareGroup(
                    "group", "", Optional.of(type.id()), List.of(), Optional.empty(), Optional.empty());
            var made = manila.groups().create(wanted, TestCloud.soon());
            while (manila.groups().show(made.id(), TestCloud.soon()).status().beingMade()) {
                Thread.onSpinWait();
            }
            return made.id();
        });
    }

    private VolumeId made(String name) {
        var parameters = Map.of("nfs-shareClient", "none", "groupID", group);
        return cloud.volumes()
                .create(cloud.volume(name, parameters), TestCloud.soon())
                .id();
    }

    private GroupSnapshot take(String name, VolumeId... volumes) {
        var spec = new GroupSnapshotSpec(new SnapshotName(name), List.of(volumes), Map.of(), cloud.secrets());
        return cloud.role(GroupSnapshots.class).create(spec, TestCloud.soon());
    }

    @Test
    void groupIsTakenWholeFoundAndDeleted() {
        var one = made("pvc-1");
        var two = made("pvc-2");

        var taken = take("group-1", one, two);
        while (!take("group-1", one, two).readyToUse()) {
            Thread.onSpinWait();
        }

        assertThat(taken.members()).extracting(Snapshot::source).containsExactlyInAnyOrder(one, two);
        assertThat(take("group-1", one, two).id()).isEqualTo(taken.id());
        var groups = cloud.role(GroupSnapshots.class);
        groups.delete(taken.id(), cloud.secrets(), TestCloud.soon());
        groups.delete(taken.id(), cloud.secrets(), TestCloud.soon());
        assertThat(groups.find(taken.id(), cloud.secrets(), TestCloud.soon())).isEmpty();
        assertThat(cloud.emulator.leftovers().shareGroupSnapshots()).isEmpty();
    }

    @Test
    void partOfAGroupIsRefusedWithWhatIsInIt() {
        var one = made("pvc-1");
        var two = made("pvc-2");

        assertThatThrownBy(() -> take("group-1", one))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(two.value());
        assertThat(cloud.emulator.leftovers().shareGroupSnapshots()).isEmpty();
    }

    @Test
    void shareWithoutAGroupIsSaidSo() {
        var alone = cloud.made("pvc-3").id();

        assertThatThrownBy(() -> take("group-1", alone))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("groupID");
        assertThatThrownBy(() -> take("group-1", new VolumeId("no-such-share"))).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void memberOfAGroupIsDeletedByBothIds() {
        var one = made("pvc-1");

        cloud.volumes().delete(one, cloud.secrets(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().shares()).isEmpty();
    }
}
