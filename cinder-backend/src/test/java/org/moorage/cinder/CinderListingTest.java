package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.RequestFault;

/// Listings in a project that others share. The Go driver reads the details of all volumes of the project, each time.
class CinderListingTest {
    private static final int FOREIGN = 3000;

    @AutoClose
    private final TestCloud cloud =
            TestCloud.start(settings -> settings.limits(new EmulatorSettings.Limits(10_000, 100_000, 500, 500, 1000)));

    private List<PublishedVolume> list() {
        return cloud.role(CinderVolumeCatalog.class)
                .list(new Page.Request(0, Optional.empty()), TestCloud.soon())
                .entries();
    }

    private List<VolumeId> ids() {
        return list().stream().map(entry -> entry.volume().id()).toList();
    }

    private void attach(VolumeId volume, int node) {
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(node)), TestCloud.soon());
    }

    @Test
    void thousandsOfOthersVolumesAreNotReadButWhatIsAttachedIsListed() {
        var foreign = new ArrayList<VolumeId>();
        for (var index = 0; index < FOREIGN; index++) {
            var metadata =
                    index % 2 == 0 ? Map.<String, String>of() : Map.of("cinder.csi.openstack.org/cluster", "another");
            foreign.add(new VolumeId(cloud.emulator.makeVolume("foreign-" + index, metadata)));
        }
        var ours = cloud.made("pvc-1");
        attach(ours, 0);
        attach(foreign.get(0), 1);
        attach(foreign.get(1), 2);
        cloud.emulator.requests().reset();

        var listed = list();

        assertThat(listed)
                .extracting(entry -> entry.volume().id())
                .containsExactlyInAnyOrder(ours, foreign.get(0), foreign.get(1));
        assertThat(listed)
                .filteredOn(entry -> entry.volume().id().equals(foreign.get(0)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.nodes()).containsExactly(cloud.node(1)));
        assertThat(cloud.requests()).isEqualTo(3);
    }

    @Test
    void listingsThatComeTogetherShareOne() throws Exception {
        attach(cloud.made("pvc-1"), 0);
        cloud.emulator.requests().reset();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<VolumeId>>>();
            for (var count = 0; count < 20; count++) {
                running.add(threads.submit(this::ids));
            }
            for (var one : running) {
                assertThat(one.get()).hasSize(1);
            }
        }

        assertThat(cloud.requests()).isEqualTo(3);
    }

    @Test
    void whatWasJustDoneIsInTheNextListing() {
        var kept = cloud.made("pvc-1");
        assertThat(ids()).containsExactly(kept);
        var second = cloud.made("pvc-2");
        assertThat(ids()).containsExactlyInAnyOrder(kept, second);
        attach(kept, 0);
        assertThat(list()).anySatisfy(entry -> assertThat(entry.nodes()).containsExactly(cloud.node(0)));
        cloud.attacher().detach(kept, Optional.of(cloud.node(0)), Secrets.none(), TestCloud.soon());
        assertThat(list()).allSatisfy(entry -> assertThat(entry.nodes()).isEmpty());

        cloud.volumes().delete(second, Secrets.none(), TestCloud.soon());

        assertThat(ids()).containsExactly(kept);
    }

    @Test
    void listingThatTheCloudDoesNotFinishFailsAsAWhole() {
        attach(cloud.made("pvc-1"), 0);
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/attachments", 403).times(100));

        assertThatThrownBy(this::list).isInstanceOf(Failure.Unavailable.class);
    }
}
