package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CatalogInterface;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.config.Domain;
import org.moorage.openstack.config.Scope;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.User;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.testing.CapturedLog;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.TestCloud;

/// Services that say back all they were sent must not make us print it.
class SecrecyTest {
    private static final Secret SECRET = new Secret("canary-\"quoted\"-secret");
    private static final InstantSource CLOCK = InstantSource.system();

    static Stream<Credential> credentials() {
        var user = new User(Optional.of("u1"), Optional.empty(), new Domain(Optional.empty(), Optional.empty()));
        var project = new Scope.Project(Optional.of("p1"), Optional.empty(), user.domain());
        return Stream.of(
                new Credential.Password(user, SECRET, project),
                new Credential.ApplicationCredential(Optional.of("a1"), Optional.empty(), user, SECRET),
                new Credential.Token(SECRET, project),
                new Credential.Trust("t1", user, SECRET));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void nothingSaysASecret(Credential credential) {
        var said = new ArrayList<String>();
        try (var log = CapturedLog.everything();
                var testCloud = new TestCloud()) {
            var access = new CloudAccess(
                    testCloud.url(), credential, Optional.empty(), CatalogInterface.PUBLIC, TlsSettings.SYSTEM);
            said.add(access.toString());
            for (var status : List.of(400, 401, 403, 500, 200)) {
                testCloud.keystoneDoes(request -> LoopbackServer.answer(status, request.body()));
                said.add(failureOf(() -> connect(access).close()));
            }
            testCloud.keystoneDoes(null);
            try (var cloud = connect(access)) {
                for (var status : List.of(400, 401, 409, 503)) {
                    testCloud.serviceDoes(request -> LoopbackServer.answer(
                            status,
                            "{\"x\": {\"message\": \"you sent %s\"}}".formatted(request.header("X-Auth-Token"))));
                    said.add(failureOf(() -> call(cloud)));
                }
                said.add(cloud + " " + cloud.blockStorage() + " " + cloud.compute());
            }
            said.addAll(log.lines());
        }

        assertThat(said).isNotEmpty();
        assertThat(String.join("\n", said)).doesNotContain("canary").contains("***");
    }

    private static void call(Cloud cloud) {
        var call = new Call(
                "volume_get", Call.Method.GET, "/x", Map.of(), Optional.empty(), Optional.empty(), Call.Repeat.SAFE);
        cloud.blockStorage().send(call, Deadline.after(Duration.ofMillis(400), CLOCK));
    }

    private static Cloud connect(CloudAccess access) {
        return Cloud.connect(
                "", access, new Client(CLOCK, Meters.NONE, "test/1"), Deadline.after(Duration.ofSeconds(5), CLOCK));
    }

    private static String failureOf(Runnable action) {
        try {
            action.run();
        } catch (OpenStackError | Refusal e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
        throw new AssertionError("it should have failed");
    }
}
