package org.moorage.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.Readiness;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

class IdentityServiceTest {
    @Test
    void namesTheDriverAndItsVersion() {
        try (var server = RunningServer.of(FakeDriver.withAllRoles())) {
            var info = IdentityGrpc.newBlockingStub(server.channel())
                    .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());

            assertThat(info.getName()).isEqualTo("fake.csi.moorage.org");
            assertThat(info.getVendorVersion()).matches("1\\.0@[0-9].*");
        }
    }

    @Test
    void isNotReadyUntilItsBackendHasBegunAndThenStaysSo() {
        var begun = new AtomicBoolean();
        try (var server = RunningServer.of(FakeDriver.withRoles((Readiness) begun::get))) {
            var identity = IdentityGrpc.newBlockingStub(server.channel());
            assertThat(identity.probe(ProbeRequest.getDefaultInstance())
                            .getReady()
                            .getValue())
                    .isFalse();

            begun.set(true);

            assertThat(identity.probe(ProbeRequest.getDefaultInstance())
                            .getReady()
                            .getValue())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "/csi/csi.sock", "%2Fcsi%2Fcsi.sock", "x:1"})
    void isReadyWhateverTheCallerTakesForAHost(String authority) {
        var driver = FakeDriver.withAllRoles();
        try (var server = RunningServer.of(driver)) {
            var channel = server.channel(authority);

            var answer = IdentityGrpc.newBlockingStub(channel).probe(ProbeRequest.getDefaultInstance());

            assertThat(answer.getReady().getValue()).isTrue();
            assertThat(driver.script().calls()).isEmpty();
            channel.shutdownNow();
        }
    }
}
