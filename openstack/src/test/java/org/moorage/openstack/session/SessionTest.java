package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.CatalogInterface;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.config.Domain;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.User;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.OpenStackError.Kind;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.TestClock;
import org.moorage.openstack.testing.TestCloud;
import org.moorage.openstack.transport.Backoff;
import org.moorage.openstack.transport.Connector;
import org.moorage.openstack.transport.Tls;
import org.moorage.openstack.transport.Transport;

class SessionTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final TestCloud testCloud = new TestCloud();
    private final Connector connector = new Connector();
    private Cloud cloud;

    @BeforeEach
    void connect() {
        testCloud.tokensLive(HOUR);
        var nowhere = new Domain(Optional.empty(), Optional.empty());
        var credential = new Credential.ApplicationCredential(
                Optional.of("a1"),
                Optional.empty(),
                new User(Optional.empty(), Optional.empty(), nowhere),
                new Secret("s3"));
        var access = new CloudAccess(
                testCloud.url(), credential, Optional.empty(), CatalogInterface.PUBLIC, TlsSettings.SYSTEM);
        var backoff = new Backoff(3, Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1));
        var transport = new Transport(
                connector,
                Tls.context(TlsSettings.SYSTEM, "test"),
                clock,
                Meters.NONE,
                "test/1",
                backoff,
                clock::pause);
        cloud = Cloud.connect("", access, transport, seconds(10));
    }

    @AfterEach
    void stop() {
        cloud.close();
        testCloud.close();
    }

    @Test
    void oneTokenServesManyCalls() {
        for (var i = 0; i < 10; i++) {
            assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
        }

        assertThat(testCloud.logins()).isEqualTo(1);
    }

    @Test
    void refusedTokenIsReplacedAndTheCallSentAgainWhateverItIs() {
        testCloud.revokeTokens();

        assertThat(send(Call.Repeat.ONLY_IF_REFUSED).status()).isEqualTo(200);
        assertThat(testCloud.logins()).isEqualTo(2);
    }

    @Test
    void fiftyCallsShareOneNewToken() throws Exception {
        testCloud.revokeTokens();
        testCloud.keystoneDoes(request -> {
            waitFor(51); // the first login, and the refusals of most calls
            return testCloud.logIn(request);
        });

        var replies = fiftyCalls();

        for (var reply : replies) {
            assertThat(reply.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(testCloud.logins()).isEqualTo(2);
    }

    @Test
    void refusalThatComesLateFindsTheNewToken() throws Exception {
        var arrived = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        testCloud.serviceDoes(request -> {
            if (request.header("X-Auth-Token").equals("canary-token-1")) {
                arrived.countDown();
                await(mayEnd);
                return LoopbackServer.answer(401, "");
            }
            return LoopbackServer.answer(200, "{}");
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() -> send(Call.Repeat.SAFE));
            await(arrived);
            testCloud.revokeTokens();
            assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
            mayEnd.countDown();

            assertThat(late.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(testCloud.logins()).isEqualTo(2);
    }

    @Test
    void expiredTokenIsNotSent() {
        clock.advance(HOUR.plusSeconds(1));

        send(Call.Repeat.SAFE);

        assertThat(testCloud.logins()).isEqualTo(2);
        assertThat(testCloud.server().requests())
                .extracting(LoopbackServer.Request::target)
                .containsExactly("/v3/auth/tokens", "/v3/auth/tokens", "/cinder/v3/p/volumes");
    }

    @Test
    void tokenIsRenewedWhileItIsStillInUse() throws Exception {
        clock.advance(HOUR.minusMinutes(4));
        var renewing = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        testCloud.keystoneDoes(request -> {
            renewing.countDown();
            await(mayEnd);
            return testCloud.logIn(request);
        });

        assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
        await(renewing);
        assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
        mayEnd.countDown();
        waitForLogins(2);
        clock.advance(Duration.ofMinutes(5));

        assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
        assertThat(testCloud.logins()).isEqualTo(2);
    }

    @Test
    void renewalThatFailsLosesNoCallWhileTheTokenHolds() {
        clock.advance(HOUR.minusMinutes(4));
        testCloud.keystoneDoes(_ -> LoopbackServer.answer(500, ""));

        for (var i = 0; i < 20; i++) {
            assertThat(send(Call.Repeat.ONLY_IF_REFUSED).status()).isEqualTo(200);
        }
    }

    @Test
    void serviceThatRefusesEveryTokenIsAskedTwice() {
        testCloud.serviceDoes(_ -> LoopbackServer.answer(401, "{\"error\": {\"message\": \"no\"}}"));

        var error = failure(seconds(10));

        assertThat(error.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(testCloud.server().requests()).hasSize(4);
    }

    @Test
    void refusedCredentialsAreNotTriedOverAndOver() {
        testCloud.revokeTokens();
        testCloud.keystoneDoes(_ -> LoopbackServer.answer(401, "{\"error\": {\"message\": \"disabled\"}}"));

        assertThat(failure(seconds(10)).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        var asked = testCloud.server().requests().size();
        assertThat(failure(seconds(10)))
                .hasMessageContaining("no token for [Global]")
                .hasMessageContaining("disabled");
        assertThat(testCloud.server().requests()).hasSize(asked);

        clock.advance(Duration.ofSeconds(6));
        testCloud.keystoneDoes(null);
        assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
    }

    @Test
    void keystoneInTroubleMeansThatTheCallWasNeverSent() {
        clock.advance(HOUR.plusSeconds(1));
        testCloud.keystoneDoes(_ -> LoopbackServer.answer(500, ""));

        assertThat(failure(seconds(30)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void everyWaiterKeepsItsDeadlineAndTheLoginOutlivesThem() throws Exception {
        clock.advance(HOUR.plusSeconds(1));
        var mayEnd = new CountDownLatch(1);
        testCloud.keystoneDoes(request -> {
            await(mayEnd);
            return testCloud.logIn(request);
        });

        var error = failure(Deadline.after(Duration.ofMillis(200), InstantSource.system()));
        mayEnd.countDown();
        waitForLogins(2);

        assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
        assertThat(error).hasMessage("the login to [Global] did not end before the deadline");
        assertThat(send(Call.Repeat.SAFE).status()).isEqualTo(200);
        assertThat(testCloud.logins()).isEqualTo(2);
    }

    @Test
    void waiterThatGoesAwayKeepsItsInterrupt() {
        clock.advance(HOUR.plusSeconds(1));
        // A login that is over before it is waited for is an answer, whoever was interrupted.
        var mayEnd = new CountDownLatch(1);
        testCloud.keystoneDoes(request -> {
            await(mayEnd);
            return testCloud.logIn(request);
        });
        Thread.currentThread().interrupt();

        var error = failure(seconds(10));
        mayEnd.countDown();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
    }

    private ArrayList<Future<Reply>> fiftyCalls() {
        var replies = new ArrayList<Future<Reply>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 50; i++) {
                replies.add(threads.submit(() -> send(Call.Repeat.ONLY_IF_REFUSED)));
            }
        }
        return replies;
    }

    private void waitFor(int requests) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (testCloud.server().requests().size() < requests && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void waitForLogins(int count) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (testCloud.logins() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private OpenStackError failure(Deadline deadline) {
        return catchThrowableOfType(
                OpenStackError.class, () -> cloud.blockStorage().send(call(Call.Repeat.SAFE), deadline));
    }

    private Reply send(Call.Repeat repeat) {
        return cloud.blockStorage().send(call(repeat), seconds(30));
    }

    private static Call call(Call.Repeat repeat) {
        return new Call(
                "volume_create", Call.Method.POST, "/volumes", Map.of(), Optional.empty(), Optional.empty(), repeat);
    }

    private Deadline seconds(long seconds) {
        return Deadline.after(Duration.ofSeconds(seconds), clock);
    }
}
