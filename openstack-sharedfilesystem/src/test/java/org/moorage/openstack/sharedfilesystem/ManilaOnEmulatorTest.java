package org.moorage.openstack.sharedfilesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.api.volume.Bytes;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.ShareSettings;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;
import org.moorage.openstack.session.RequestClouds;
import org.moorage.openstack.session.ServiceKind;
import org.moorage.openstack.watch.StatusWatch;
import org.moorage.openstack.watch.Wait;

/// Secrets, session, typed calls and watch together, against the emulator's Manila.
class ManilaOnEmulatorTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int LIVES = 40;
    private static final int AT_ONCE = 20;

    /// How the keys of `cloud.conf` are spelled in a secret.
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("auth-url", "os-authURL"),
            Map.entry("region", "os-region"),
            Map.entry("username", "os-userName"),
            Map.entry("password", "os-password"),
            Map.entry("tenant-name", "os-projectName"),
            Map.entry("domain-name", "os-domainName"),
            Map.entry("application-credential-id", "os-applicationCredentialID"),
            Map.entry("application-credential-secret", "os-applicationCredentialSecret"),
            Map.entry("trust-id", "os-trustID"),
            Map.entry("trustee-id", "os-trusteeID"),
            Map.entry("trustee-password", "os-trusteePassword"));

    @TempDir
    Path dir;

    private Emulator emulator;
    private RequestClouds<Manila> clouds;

    /// What is kept beside a session.
    private record Manila(Cloud cloud, SharedFileSystem calls, ShareNames names, StatusWatch<Share> watch) {
        static Manila of(Cloud cloud) {
            var calls = new SharedFileSystem(cloud.sharedFileSystem(), CLOCK);
            return new Manila(
                    cloud,
                    calls,
                    new ShareNames(calls.shares(), CLOCK),
                    new StatusWatch<>(new ShareStates(calls.shares()), CLOCK, Meters.NONE));
        }

        Share await(String id, String change, Predicate<Share> settled) {
            var wait = new Wait<Share>(
                    id, change, "share " + id, false, share -> share.stream().allMatch(settled));
            return watch.await(wait, soon()).orElseThrow();
        }
    }

    @AfterEach
    void stop() throws IOException {
        clouds.close();
        emulator.close();
    }

    private void start(EmulatorSettings settings) throws IOException {
        emulator = Emulator.start(settings);
        var client = new Client(CLOCK, Meters.NONE, "test/1", Set.of(ServiceKind.SHARED_FILE_SYSTEM));
        clouds = RequestClouds.open(client, Optional.empty(), Manila::of);
    }

    private EmulatorSettings quick() {
        return EmulatorSettings.defaults(dir.resolve("data")).devices(false);
    }

    @Test
    void everyKindOfSecretOpensASession() throws IOException {
        start(quick());
        for (var conf : List.of(emulator.cloudConf(), emulator.cloudConfByPassword(), emulator.cloudConfByTrust())) {
            assertThat(clouds.of(secrets(conf), soon())
                            .calls()
                            .shares()
                            .list(ShareSelection.everything(), soon())
                            .entries())
                    .isEmpty();
        }
        assertThat(logins()).isEqualTo(3);
    }

    @Test
    void wrongSecretIsUnavailableUntilItIsRight() throws IOException {
        start(quick());
        var wrong = secrets(emulator.cloudConf().replaceAll("(application-credential-secret *= *).*", "$1wrong"));

        assertThatThrownBy(() -> clouds.of(wrong, soon()))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("check os-applicationCredentialID and its secret");
        assertThat(clouds.of(secrets(emulator.cloudConf()), soon())).isNotNull();
    }

    @Test
    void sessionOutlivesItsToken() throws IOException {
        start(quick());
        var manila = clouds.of(secrets(emulator.cloudConf()), soon());
        manila.calls().types().list(soon());
        emulator.expireTokens();

        assertThat(manila.calls().types().list(soon())).isNotEmpty();
        assertThat(clouds.of(secrets(emulator.cloudConf()), soon())).isSameAs(manila);
        assertThat(logins()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.37", "2.44", "2.45", "2.65", "2.73"})
    void shareLivesOnEveryManila(String newest) throws IOException {
        start(quick().shares(ShareSettings.defaults().version(newest)));
        var manila = clouds.of(secrets(emulator.cloudConf()), soon());
        var calls = manila.calls();

        var id = live(manila, "pvc-1");
        assertThat(calls.accessRules().list(id, soon())).singleElement().satisfies(rule -> {
            assertThat(rule.to()).isEqualTo("10.0.0.0/24");
            assertThat(rule.state()).isEqualTo(RuleState.Known.ACTIVE);
            assertThat(rule.metadata().isEmpty()).isEqualTo(!calls.accessRules().metadataKept(soon()));
        });
        var snapshot = calls.snapshots().create(new NewShareSnapshot("s", "d", id, Map.of("k", "v")), soon());
        assertThat(snapshot.metadata().isEmpty()).isEqualTo(!calls.snapshots().metadataKept(soon()));
        assertThat(calls.shares().newest(10, soon()).shares()).hasSize(1);
    }

    @Test
    void reasonOfAFailureIsManilasMessage() throws IOException {
        start(quick());
        emulator.faults().put(OperationFault.failing(Operation.CREATE_SHARE));
        var manila = clouds.of(secrets(emulator.cloudConf()), soon());
        var share = manila.calls().shares().create(wanted("pvc-1"), soon());

        var failed = manila.await(share.id(), "create", now -> !now.status().beingMade());

        assertThat(failed.status().errored()).isTrue();
        assertThat(manila.calls().messages().latestError(share.id(), soon()))
                .hasValueSatisfying(message -> assertThat(message.text()).isNotEmpty());
    }

    @Test
    void livesInAStormCostAtMostFiveRequestsEachAndOneLogin() throws Exception {
        start(quick().requestLatency(Duration.ofMillis(50)));
        var secrets = secrets(emulator.cloudConf());
        var ended = new ArrayList<Future<?>>();
        try (var threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (var index = 0; index < LIVES; index++) {
                var name = "pvc-" + index;
                ended.add(threads.submit(() -> {
                    var manila = clouds.of(secrets, soon());
                    end(manila, live(manila, name));
                }));
            }
        }
        for (var one : ended) {
            one.get();
        }

        assertThat(logins()).isEqualTo(1);
        assertThat((double) emulator.requests().size() / LIVES)
                .as("%s", emulator.requests().counts())
                .isLessThanOrEqualTo(5);
        assertThat(emulator.leftovers().none()).isTrue();
    }

    /// A share, made and open to a network.
    private static String live(Manila manila, String name) {
        assertThat(manila.names().named(name, soon())).isEmpty();
        var shares = manila.calls().shares();
        var id = shares.create(wanted(name), soon()).id();
        manila.await(id, "create", share -> !share.status().beingMade());
        assertThat(manila.calls().exportLocations().list(id, soon())).isNotEmpty();
        var rule = new NewAccessRule(AccessRule.IP, "10.0.0.0/24", AccessRule.READ_WRITE, Map.of("k", "v"));
        manila.calls().accessRules().grant(id, rule, soon());
        assertThat(manila.await(id, "grant", share -> share.rulesInForce() || share.rulesFailed())
                        .rulesInForce())
                .isTrue();
        return id;
    }

    private static void end(Manila manila, String id) {
        manila.calls().shares().delete(id, Optional.empty(), soon());
        var wait = new Wait<Share>(id, "delete", "share " + id, true, Optional::isEmpty).afterRemoval();
        assertThat(manila.watch().await(wait, soon())).isEmpty();
    }

    private static NewShare wanted(String name) {
        return new NewShare(
                name,
                "provisioned",
                "NFS",
                Bytes.ofGib(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                ShareHints.NONE);
    }

    private long logins() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.method().equals("POST") && entry.path().endsWith("/auth/tokens"))
                .count();
    }

    private static Secrets secrets(String conf) {
        var texts = new HashMap<String, String>();
        conf.lines()
                .map(line -> line.split(" *= *", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> texts.put(KEYS.get(pair[0].strip()), pair[1].strip()));
        return Secrets.of(texts);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30), CLOCK);
    }
}
