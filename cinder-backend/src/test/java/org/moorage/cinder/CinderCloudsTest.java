package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Role;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// One driver in three clouds: the unnamed one, and two that a request's secret names.
class CinderCloudsTest {
    private static final Secrets EAST = Secrets.of(Map.of("cloud", "east"));
    private static final Secrets WEST = Secrets.of(Map.of("cloud", "west"));
    private static final Secrets NORTH = Secrets.of(Map.of("cloud", "north"));

    @TempDir
    Path directory;

    private Emulator home;
    private Emulator east;
    private Emulator west;
    private Backend backend;

    @BeforeEach
    void start() throws IOException {
        home = emulator("home");
        east = emulator("east");
        west = emulator("west");
        var conf = Files.writeString(
                directory.resolve("cloud.conf"), home.cloudConf() + named(east, "east") + named(west, "west"));
        backend = TestCloud.open(conf, Map.of("cloud-name", List.of("", "east,west")));
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        home.close();
        east.close();
        west.close();
    }

    private Emulator emulator(String name) throws IOException {
        return Emulator.start(EmulatorSettings.defaults(directory.resolve(name)).devices(false));
    }

    private static String named(Emulator emulator, String name) {
        return emulator.cloudConf().replace("[Global]", "[Global \"" + name + "\"]");
    }

    private <R extends Role> R role(Class<R> type) {
        return backend.roles().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private VolumeId make(String name, Secrets secrets) {
        var plain = TestCloud.volume(name, 1);
        var spec = new VolumeSpec(
                plain.name(),
                plain.capacity(),
                plain.capabilities(),
                plain.parameters(),
                plain.source(),
                plain.topology(),
                secrets);
        return role(CinderVolumes.class).create(spec, TestCloud.soon()).id();
    }

    @Test
    void secretSendsEachCallToItsCloud() {
        var volumes = role(CinderVolumes.class);
        var attacher = role(CinderAttacher.class);
        var snapshots = role(CinderSnapshots.class);
        var id = make("pvc-1", WEST);
        var node = new NodeId(west.servers().getFirst().id());
        var spec = new AttachSpec(id, node, TestCloud.MOUNT, false, Map.of(), WEST);
        home.requests().reset();
        east.requests().reset();

        assertThat(volumes.examine(id, List.of(TestCloud.MOUNT), Map.of(), WEST, TestCloud.soon()))
                .isInstanceOf(Verdict.Confirmed.class);
        attacher.attach(spec, TestCloud.soon());
        assertThat(west.leftovers().attachments()).hasSize(1);
        attacher.detach(id, Optional.of(node), WEST, TestCloud.soon());
        assertThat(west.leftovers().attachments()).isEmpty();
        assertThat(role(CinderExpander.class)
                        .expand(
                                new ExpandSpec(id, TestCloud.atLeast(2), Optional.of(TestCloud.MOUNT), WEST),
                                TestCloud.soon())
                        .capacity())
                .isEqualTo(org.moorage.api.volume.Bytes.ofGib(2));
        var snapshot =
                snapshots.create(new SnapshotSpec(new SnapshotName("s-1"), id, Map.of(), WEST), TestCloud.soon());
        assertThat(west.leftovers().snapshots()).hasSize(1);
        snapshots.delete(snapshot.id(), WEST, TestCloud.soon());
        assertThat(west.leftovers().snapshots()).isEmpty();
        volumes.delete(id, WEST, TestCloud.soon());
        assertThat(west.leftovers().volumes()).isEmpty();

        assertThat(home.requests().entries()).isEmpty();
        assertThat(east.requests().entries()).isEmpty();
    }

    @Test
    void callWithoutTheSecretGoesToTheUnnamedCloud() {
        make("pvc-1", Secrets.none());

        assertThat(home.leftovers().volumes()).hasSize(1);
    }

    @Test
    void secretThatNamesNoCloudIsTheCallersMistakeInEachCall() {
        var id = new VolumeId("11111111-1111-4111-8111-111111111111");
        var node = new NodeId("n");

        assertThatThrownBy(() -> make("pvc-1", NORTH)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderVolumes.class).delete(id, NORTH, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderVolumes.class)
                        .examine(id, List.of(TestCloud.MOUNT), Map.of(), NORTH, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderAttacher.class)
                        .attach(new AttachSpec(id, node, TestCloud.MOUNT, false, Map.of(), NORTH), TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderAttacher.class).detach(id, Optional.of(node), NORTH, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderExpander.class)
                        .expand(new ExpandSpec(id, TestCloud.atLeast(2), Optional.empty(), NORTH), TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderSnapshots.class)
                        .create(new SnapshotSpec(new SnapshotName("s"), id, Map.of(), NORTH), TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> role(CinderSnapshotCatalog.class)
                        .list(
                                new SnapshotQuery(Optional.empty(), NORTH),
                                new Page.Request(0, Optional.empty()),
                                TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void listingsRunThroughAllCloudsAndSecretsNarrowThoseOfSnapshots() {
        var volumes = List.of(make("pvc-1", Secrets.none()), make("pvc-2", EAST), make("pvc-3", WEST));
        var snapshots = role(CinderSnapshots.class);
        snapshots.create(new SnapshotSpec(new SnapshotName("s-2"), volumes.get(1), Map.of(), EAST), TestCloud.soon());
        var last = snapshots.create(
                new SnapshotSpec(new SnapshotName("s-3"), volumes.get(2), Map.of(), WEST), TestCloud.soon());
        var all = new Page.Request(0, Optional.empty());
        var catalog = role(CinderSnapshotCatalog.class);

        assertThat(role(CinderVolumeCatalog.class).list(all, TestCloud.soon()).entries())
                .extracting(entry -> entry.volume().id())
                .containsExactlyElementsOf(volumes);
        assertThat(catalog.list(new SnapshotQuery(Optional.empty(), Secrets.none()), all, TestCloud.soon())
                        .entries())
                .hasSize(2);
        assertThat(catalog.list(new SnapshotQuery(Optional.empty(), WEST), all, TestCloud.soon())
                        .entries())
                .extracting(org.moorage.api.snapshot.Snapshot::id)
                .containsExactly(last.id());
    }

    @Test
    void volumeIsFoundInWhicheverCloudItIs() {
        var id = make("pvc-1", WEST);

        assertThat(role(CinderVolumeCatalog.class).find(id, TestCloud.soon())).isPresent();
    }

    /// Callers take what a listing leaves out for detached.
    @Test
    void listingFailsWhenOneCloudDoesNotAnswer() throws IOException {
        make("pvc-1", Secrets.none());
        east.close();

        assertThatThrownBy(() -> role(CinderVolumeCatalog.class)
                        .list(new Page.Request(0, Optional.empty()), TestCloud.within(java.time.Duration.ofSeconds(2))))
                .isInstanceOfAny(Failure.Unavailable.class, Failure.Unfinished.class);
    }
}
