package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link GroupSnapshots}.
public abstract class GroupSnapshotsContract {
    /// For subclasses.
    protected GroupSnapshotsContract() {}

    /// The role of a backend.
    protected abstract GroupSnapshots groups();

    /// A new volume of 1 GiB.
    protected abstract VolumeId volume();

    /// The VolumeGroupSnapshotClass parameters to use.
    protected Map<String, String> parameters() {
        return Map.of();
    }

    private GroupSnapshot take(String name, VolumeId... volumes) {
        return groups().create(Requests.groupSnapshot(name, List.of(volumes), parameters()), Requests.soon());
    }

    private void delete(GroupSnapshotId id) {
        groups().delete(id, Secrets.none(), Requests.soon());
    }

    @Test
    void firstAnswerNamesAMemberOfEachVolume() {
        var one = volume();
        var two = volume();

        var taken = take("group-1", one, two);

        assertThat(taken.members()).extracting(Snapshot::source).containsExactlyInAnyOrder(one, two);
        assertThat(taken.members())
                .allSatisfy(member -> assertThat(member.group()).contains(taken.id()));
        assertThat(taken.createdAt()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void repeatedCreateReturnsTheSameMembers() {
        var one = volume();
        var two = volume();
        var name = "n".repeat(128);
        var first = take(name, one, two);

        var again = take(name, two, one);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.members())
                .extracting(Snapshot::id)
                .containsExactlyInAnyOrderElementsOf(
                        first.members().stream().map(Snapshot::id).toList());
    }

    @Test
    void otherVolumesUnderTheSameNameAreAConflict() {
        var one = volume();
        take("group-1", one, volume());
        var other = volume();

        assertThatThrownBy(() -> take("group-1", one, other)).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void unknownVolumeIsNotFound() {
        var one = volume();

        assertThatThrownBy(() -> take("group-1", one, new VolumeId("no-such-volume")))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void foundByItsIdUntilItIsDeleted() {
        var taken = take("group-1", volume(), volume());
        assertThat(groups().find(taken.id(), Secrets.none(), Requests.soon()).map(GroupSnapshot::id))
                .contains(taken.id());

        delete(taken.id());
        delete(taken.id());

        assertThat(groups().find(taken.id(), Secrets.none(), Requests.soon())).isEqualTo(Optional.empty());
    }

    @Test
    void deletedGroupSnapshotCanBeTakenAnew() {
        var one = volume();
        var first = take("group-1", one);
        delete(first.id());

        assertThat(take("group-1", one).id()).isNotEqualTo(first.id());
    }

    @Test
    void deleteOfAnUnknownOneSucceeds() {
        delete(new GroupSnapshotId("no-such-group-snapshot"));
    }
}
