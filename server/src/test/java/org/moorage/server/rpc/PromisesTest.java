package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.plugin.Role;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.ControllerGetVolumeHealthRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerListVolumeHealthRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// What a backend answers against its role's promise is passed on to nobody.
class PromisesTest {
    private static final class Groups implements GroupSnapshots {
        private static GroupSnapshot empty(String id) {
            return new GroupSnapshot(new GroupSnapshotId(id), List.of(), Instant.EPOCH, true);
        }

        @Override
        public GroupSnapshot create(GroupSnapshotSpec spec, Deadline deadline) {
            return empty("short");
        }

        @Override
        public void delete(GroupSnapshotId id, Secrets secrets, Deadline deadline) {}

        @Override
        public Optional<GroupSnapshot> find(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
            return Optional.of(empty("another"));
        }
    }

    private static final class Healths implements VolumeHealth {
        private static final PublishedVolume OTHER = new PublishedVolume(
                new Volume(new VolumeId("another"), Bytes.GIB, Map.of(), List.of(), Optional.empty()),
                Set.of(),
                Health.GOOD);

        @Override
        public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
            return new Page<>(List.of(OTHER, OTHER), Optional.empty());
        }

        @Override
        public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
            return Optional.of(OTHER);
        }
    }

    private static void assertBroken(Role role, Calls.Call call, Status.Code code, String words) {
        try (var server = RunningServer.of(FakeDriver.withRoles(role))) {
            var status = call.status(server.channel());

            assertThat(status.getCode()).isEqualTo(code);
            assertThat(status.getDescription()).contains("a defect of this driver", words);
        }
    }

    @Test
    void aGroupSnapshotHasAMemberOfEachVolume() {
        assertBroken(
                new Groups(),
                Calls.GROUP_SNAPSHOT,
                Status.Code.UNAVAILABLE,
                "group snapshot short is of the volumes []");
    }

    @Test
    void aGroupSnapshotIsTheOneThatWasAskedFor() {
        assertBroken(new Groups(), Calls.GET_GROUP_SNAPSHOT, Status.Code.INTERNAL, "returned another");
    }

    @Test
    void healthIsThatOfTheVolumeThatWasAskedFor() {
        var call = new Calls.Call(
                ControllerGrpc.getControllerGetVolumeHealthMethod(),
                ControllerGetVolumeHealthRequest.newBuilder().setVolumeId("one").build(),
                "find");

        assertBroken(new Healths(), call, Status.Code.INTERNAL, "was asked for one and returned another");
    }

    @Test
    void aPageOfHealthHasNoMoreThanWasAskedFor() {
        var call = new Calls.Call(
                ControllerGrpc.getControllerListVolumeHealthMethod(),
                ControllerListVolumeHealthRequest.newBuilder().setMaxEntries(1).build(),
                "list");

        assertBroken(new Healths(), call, Status.Code.INTERNAL, "2 entries, of at most 1");
    }
}
