package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.server.Calls;
import org.moorage.server.CountedDefects;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// What a backend does that it must not do is counted, by driver and call.
class DefectsTest {
    private final CountedDefects defects = new CountedDefects();
    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.measured(driver, defects);

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, String> defect(String rpc) {
        return Map.of("driver_name", "fake.csi.moorage.org", "method_name", rpc);
    }

    @Test
    void eachCallThatOneEndsIsCountedOnceWhateverItIsAnswered() {
        driver.script().fail("create", new IllegalStateException("a mistake"));
        driver.script().fail("list", new StackOverflowError());

        assertThat(Calls.CREATE.status(server.channel()).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.INTERNAL);

        assertThat(defects.all()).containsExactly(defect("CreateVolume"), defect("ListVolumes"));
    }

    @Test
    void aFailureIsNone() {
        driver.script().fail("create", new Failure.Unavailable("the cloud is away"));
        driver.script().fail("list", new Failure.Broken("the cloud answers nonsense"));

        assertThat(Calls.CREATE.status(server.channel()).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.INTERNAL);

        assertThat(defects.all()).isEmpty();
    }
}
