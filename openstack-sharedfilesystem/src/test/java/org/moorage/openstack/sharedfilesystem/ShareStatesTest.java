package org.moorage.openstack.sharedfilesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.openstack.sharedfilesystem.ScriptedManila.soon;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.watch.StatusWatch;
import org.moorage.openstack.watch.Wait;

class ShareStatesTest {
    private static final int MANY = 20;
    private static final String LISTING = "GET /shares/detail";

    private final ScriptedManila manila = new ScriptedManila("2.73");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        manila.close();
    }

    @Test
    void oneListingServesAllWhoWaitForRules() throws Exception {
        list(MANY, "available", "syncing", MANY);
        var waits = begin(share -> share.isEmpty() || share.get().rulesInForce(), false);
        list(MANY, "available", "active", MANY);

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }
        assertThat(manila.requests())
                .hasSizeLessThan(8)
                .allSatisfy(request -> assertThat(request.target())
                        .endsWith(
                                "/shares/detail?sort_key=created_at&sort_dir=desc&limit=500&offset=0&with_count=true"));
    }

    @Test
    void listingOfAllTellsOfTheGoneWithoutALookAtEach() throws Exception {
        list(MANY, "deleting", "active", MANY);
        var waits = begin(Optional::isEmpty, true);
        list(0, "deleting", "active", 0);

        for (var wait : waits) {
            assertThat(wait.get()).isEmpty();
        }
        assertThat(manila.requests()).hasSizeLessThan(8);
    }

    @Test
    void listingThatIsNotOfAllTellsOfNobodyThatHeIsGone() throws Exception {
        for (var index = 0; index < MANY; index++) {
            manila.answers("GET /shares/s" + index, 200, "{\"share\": " + share(index, "deleting", "active") + "}");
        }
        list(0, "deleting", "active", 1000);
        var waits = begin(share -> share.isEmpty() || share.get().status().failed(), true);
        for (var index = 0; index < MANY; index++) {
            manila.answers(
                    "GET /shares/s" + index, 200, "{\"share\": " + share(index, "error_deleting", "active") + "}");
        }

        for (var wait : waits) {
            assertThat(wait.get()).isPresent();
        }
    }

    @Test
    void namesAreLookedUpTogether() throws Exception {
        list(MANY, "available", "active", MANY);
        var names = new ShareNames(manila.calls().shares(), InstantSource.system());
        var found = new ArrayList<Future<Integer>>();
        for (var index = 0; index < MANY; index++) {
            var name = "pvc-" + index;
            found.add(threads.submit(() -> names.named(name, soon()).size()));
        }

        for (var one : found) {
            assertThat(one.get()).isPositive();
        }
        assertThat(manila.requests()).hasSizeLessThan(MANY);
    }

    @Test
    void nameAloneIsAskedForByItself() {
        list(1, "available", "active", 1);

        assertThat(new ShareNames(manila.calls().shares(), InstantSource.system()).named("pvc-0", soon()))
                .hasSize(1);
        assertThat(manila.requests().getFirst().target()).contains("/shares/detail?name=pvc-0&");
    }

    @Test
    void rulesOfOneShareAreReadForAllWhoAsk() throws Exception {
        manila.answers("GET /share-access-rules", 200, "{\"access_list\": []}");
        var rules = new AccessRuleStates(manila.calls().accessRules(), InstantSource.system());
        var found = new ArrayList<Future<Optional<ShareRules>>>();
        for (var index = 0; index < 200; index++) {
            found.add(threads.submit(() -> rules.read("s1", soon())));
        }

        for (var one : found) {
            assertThat(one.get()).contains(new ShareRules("s1", List.of()));
        }
        assertThat(manila.requests()).hasSizeLessThan(200);
    }

    @Test
    void rulesOfAShareThatIsNotThereAreNotThere() {
        manila.answers("GET /share-access-rules", 400, "{\"badRequest\": {\"message\": \"Share s1 not found.\"}}");

        assertThat(new AccessRuleStates(manila.calls().accessRules(), InstantSource.system()).read("s1", soon()))
                .isEmpty();
    }

    private ArrayList<Future<Optional<Share>>> begin(Predicate<Optional<Share>> settled, boolean removal)
            throws Exception {
        var watch = new StatusWatch<>(new ShareStates(manila.calls().shares()), InstantSource.system(), Meters.NONE);
        var begun = new CountDownLatch(MANY);
        var waits = new ArrayList<Future<Optional<Share>>>();
        for (var index = 0; index < MANY; index++) {
            var wait = new Wait<Share>("s" + index, "change", "share s" + index, removal, settled);
            waits.add(threads.submit(() -> {
                begun.countDown();
                return watch.await(removal ? wait.afterRemoval() : wait, soon());
            }));
        }
        begun.await();
        return waits;
    }

    private void list(int count, String status, String rules, int inAll) {
        var shares = IntStream.range(0, count)
                .mapToObj(index -> share(index, status, rules))
                .collect(Collectors.joining(", "));
        manila.answers(LISTING, 200, "{\"shares\": [%s], \"count\": %d}".formatted(shares, inAll));
    }

    private static String share(int index, String status, String rules) {
        return """
                {"id": "s%d", "name": "pvc-%d", "status": "%s", "size": 1, "share_proto": "NFS",
                 "access_rules_status": "%s"}""".formatted(index, index, status, rules);
    }
}
