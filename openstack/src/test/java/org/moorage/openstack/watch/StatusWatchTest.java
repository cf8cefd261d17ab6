package org.moorage.openstack.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.OpenStackError.Kind;

class StatusWatchTest {
    private final ScriptedStates states = new ScriptedStates();
    private final StatusWatch<Map.Entry<String, String>> watch =
            new StatusWatch<>(states, InstantSource.system(), Meters.NONE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Wait<Map.Entry<String, String>> ready(String id) {
        return new Wait<>(
                id,
                "create",
                "object " + id + " to become ready",
                false,
                state -> state.isEmpty() || state.get().getValue().equals("ready"));
    }

    private static Wait<Map.Entry<String, String>> gone(String id) {
        return new Wait<>(id, "delete", "object " + id + " to be gone", true, Optional::isEmpty);
    }

    private static Deadline within(Duration time) {
        return Deadline.after(time, InstantSource.system());
    }

    private Future<Optional<Map.Entry<String, String>>> begin(Wait<Map.Entry<String, String>> wait) {
        return threads.submit(() -> watch.await(wait, within(Duration.ofSeconds(20))));
    }

    /// Begins so many waits and returns once all are under way.
    private List<Future<Optional<Map.Entry<String, String>>>> begin(int count, boolean deletions) throws Exception {
        var waits = new ArrayList<Future<Optional<Map.Entry<String, String>>>>();
        var begun = new CountDownLatch(count);
        for (var index = 0; index < count; index++) {
            var id = "object-" + index;
            states.objects.put(id, deletions ? "deleting" : "creating");
            waits.add(threads.submit(() -> {
                begun.countDown();
                return watch.await(deletions ? gone(id) : ready(id), within(Duration.ofSeconds(20)));
            }));
        }
        begun.await();
        return waits;
    }

    @Test
    void loneWaitReadsItsObject() {
        states.objects.put("a", "ready");

        var state = watch.await(ready("a"), within(Duration.ofSeconds(5)));

        assertThat(state).contains(Map.entry("a", "ready"));
        assertThat(states.reads).hasValue(1);
        assertThat(states.listings).hasValue(0);
    }

    @Test
    void waitsAreToldWhileTheyGoOn() throws Exception {
        states.objects.put("a", "creating");
        var deadline = within(Duration.ofSeconds(20));
        var wait = threads.submit(() -> watch.await(ready("a"), deadline));
        while (watch.underWay().isEmpty()) {
            Thread.onSpinWait();
        }

        assertThat(watch.underWay()).singleElement().satisfies(one -> {
            assertThat(one.what()).isEqualTo("object a to become ready");
            assertThat(one.since()).isBetween(deadline.at().minusSeconds(20), deadline.at());
            assertThat(one.deadline()).isEqualTo(deadline.at());
        });
        states.objects.put("a", "ready");
        assertThat(wait.get()).isPresent();
        assertThat(watch.underWay()).isEmpty();
    }

    @Test
    void waitsTogetherShareListings() throws Exception {
        var waits = begin(300, false);
        states.objects.replaceAll((_, _) -> "ready");

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }

        assertThat(states.reads.get() + states.listings.get()).isLessThan(10);
    }

    @Test
    void objectsThatGoAwayAreLookedAtOnceEach() throws Exception {
        var waits = begin(50, true);
        states.objects.clear();

        for (var wait : waits) {
            assertThat(wait.get()).isEmpty();
        }

        assertThat(states.reads.get()).isLessThanOrEqualTo(55);
    }

    @Test
    void listingThatMissesObjectsIsNotTrusted() throws Exception {
        states.listsNothing = true;
        var waits = begin(10, false);
        states.objects.replaceAll((_, _) -> "ready");

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }
    }

    @Test
    void cloudThatCannotListIsReadOneByOne() throws Exception {
        states.listTrouble = Optional.of(ScriptedStates.error(Kind.REFUSED, 406));
        var waits = begin(20, false);
        states.objects.replaceAll((_, _) -> "ready");

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }

        assertThat(states.listings).hasValue(1);
    }

    @Test
    void slowListingLeavesNobodyAsleep() throws Exception {
        states.listTime = Duration.ofMillis(200);
        var waits = begin(5, false);
        LockSupport.parkNanos(Duration.ofMillis(600).toNanos());

        // Whoever reads for all may be the first to go.
        for (var index = 0; index < waits.size(); index++) {
            states.objects.put("object-" + index, "ready");
            assertThat(waits.get(index).get(5, TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void listingThatFailsAgainAndAgainHoldsNobodyUp() throws Exception {
        states.listTrouble = Optional.of(ScriptedStates.error(Kind.UNKNOWN, 500));
        for (var round = 0; round < 2; round++) {
            var waits = begin(20, false);
            states.objects.replaceAll((_, _) -> "ready");

            for (var wait : waits) {
                assertThat(wait.get()).isPresent();
            }
        }

        assertThat(states.listings).hasValue(1);
    }

    @Test
    void passingTroubleDoesNotEndAWait() throws Exception {
        states.objects.put("a", "creating");
        states.readTrouble = Optional.of(ScriptedStates.error(Kind.UNKNOWN, 503));
        var wait = begin(ready("a"));
        while (states.reads.get() < 2) {
            Thread.onSpinWait();
        }

        states.objects.put("a", "ready");
        states.readTrouble = Optional.empty();

        assertThat(wait.get()).isPresent();
    }

    @Test
    void lastingTroubleReachesWhoeverWaits() {
        states.readTrouble = Optional.of(ScriptedStates.error(Kind.UNAUTHENTICATED, 401));
        var wait = begin(ready("a"));

        assertThatThrownBy(wait::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(OpenStackError.class);
    }

    @Test
    void deadlineTellsWhatWasSeenLast() {
        states.objects.put("a", "creating");

        assertThatThrownBy(() -> watch.await(ready("a"), within(Duration.ofMillis(400))))
                .isInstanceOf(Failure.Unfinished.class)
                .hasMessageContaining("creating");
    }

    @Test
    void deadlineOfOneLeavesTheOthersWaiting() throws Exception {
        var waits = begin(5, false);
        assertThatThrownBy(() -> watch.await(ready("object-0"), within(Duration.ofMillis(300))))
                .isInstanceOf(Failure.Unfinished.class);

        states.objects.replaceAll((_, _) -> "ready");

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }
    }

    @Test
    void interruptEndsAWaitAndKeepsTheFlag() throws Exception {
        states.objects.put("a", "creating");
        var flag = threads.submit(() -> {
            Thread.currentThread().interrupt();
            try {
                watch.await(ready("a"), within(Duration.ofSeconds(20)));
                return false;
            } catch (Failure.Unfinished _) {
                return Thread.currentThread().isInterrupted();
            }
        });

        assertThat(flag.get()).isTrue();
    }
}
