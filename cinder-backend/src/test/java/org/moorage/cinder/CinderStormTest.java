package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.EmulatorSettings;

/// How many requests many calls at once cost. The Go driver needs six and more for an attach, four and more for a
/// detach, seventeen for a life.
class CinderStormTest {
    private static final int MANY = 100;

    /// Requests of one life, where each waiter that polls by itself would need seventeen; on a quiet machine it is 5.5.
    private static final int MOST = 7;

    @AutoClose
    private final TestCloud cloud = TestCloud.start(settings -> settings.stateTime(Duration.ofMillis(300))
            .limits(new EmulatorSettings.Limits(500, 20_000, 500, 500, 1000)));

    private static Deadline late() {
        return TestCloud.within(Duration.ofMinutes(1));
    }

    private static void atOnce(List<Callable<?>> calls) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            calls.forEach(call -> running.add(threads.submit(call)));
            for (var one : running) {
                one.get();
            }
        }
    }

    private void attach(VolumeId volume, int node) {
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(node)), late());
    }

    private void detach(VolumeId volume, int node) {
        cloud.attacher().detach(volume, Optional.of(cloud.node(node)), Secrets.none(), late());
    }

    @Test
    void attachAndDetachOfAHundredAtOnceCostOneAndAHalfEach() throws Exception {
        var volumes = new ArrayList<VolumeId>();
        atOnce(IntStream.range(0, MANY)
                .<Callable<?>>mapToObj(index -> () -> {
                    var volume = cloud.volumes()
                            .create(TestCloud.volume("pvc-" + index, 1), late())
                            .id();
                    synchronized (volumes) {
                        volumes.add(volume);
                    }
                    return volume;
                })
                .toList());

        cloud.emulator.requests().reset();
        atOnce(calls(volumes, this::attach));
        assertThat(cloud.requests()).as("attach").isLessThanOrEqualTo(3 * MANY / 2);

        cloud.emulator.requests().reset();
        atOnce(calls(volumes, this::detach));
        assertThat(cloud.requests()).as("detach").isLessThanOrEqualTo(3 * MANY / 2);
    }

    private interface Step {
        void take(VolumeId volume, int node);
    }

    private static List<Callable<?>> calls(List<VolumeId> volumes, Step step) {
        return IntStream.range(0, volumes.size())
                .<Callable<?>>mapToObj(index -> () -> {
                    step.take(volumes.get(index), index % 3);
                    return index;
                })
                .toList();
    }

    @Test
    void stormOfLivesCostsFewRequestsEach() throws Exception {
        var lives = 200;
        var atOnce = new Semaphore(50);
        atOnce(IntStream.range(0, lives)
                .<Callable<?>>mapToObj(index -> () -> {
                    atOnce.acquire();
                    try {
                        live(index);
                    } finally {
                        atOnce.release();
                    }
                    return index;
                })
                .toList());

        assertThat(cloud.requests()).isLessThanOrEqualTo(lives * MOST);
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    private void live(int index) {
        var volume = cloud.volumes()
                .create(TestCloud.volume("pvc-" + index, 1), late())
                .id();
        attach(volume, index % 3);
        detach(volume, index % 3);
        cloud.volumes().delete(volume, Secrets.none(), late());
    }
}
