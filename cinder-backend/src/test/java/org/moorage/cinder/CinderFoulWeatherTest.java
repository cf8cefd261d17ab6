package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Secrets;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.emulator.fault.Effect;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;

/// What passes by itself reaches no caller: each request of a volume's life goes wrong once, and each call succeeds
/// at its first try. The Go driver answers every one of these with an error.
class CinderFoulWeatherTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    /// @param fault makes the fault for one method and route
    private record Trouble(String name, BiFunction<String, String, Fault> fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trouble> troubles() {
        return Stream.of(
                new Trouble("429", (method, route) -> RequestFault.tooManyRequests(method, route, Duration.ZERO)),
                new Trouble("413 with Retry-After", (method, route) -> refusedFor(413, method, route)),
                new Trouble("500", (method, route) -> RequestFault.status(method, route, 500)),
                new Trouble("502", (method, route) -> RequestFault.status(method, route, 502)),
                new Trouble("503", (method, route) -> RequestFault.status(method, route, 503)),
                new Trouble("504", (method, route) -> RequestFault.status(method, route, 504)),
                new Trouble("connection lost before it was served", RequestFault::dropBefore),
                new Trouble("connection lost after it was served", RequestFault::dropAfter));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatPassesByItselfReachesNoCaller(Trouble trouble) {
        for (var route : Stream.of(
                        "GET /volumes/detail",
                        "POST /volumes",
                        "POST /servers/{id}/os-volume_attachments",
                        "DELETE /servers/{id}/os-volume_attachments/{volume}",
                        "GET /volumes/{id}",
                        "DELETE /volumes/{id}")
                .map(text -> text.split(" "))
                .toList()) {
            cloud.emulator.faults().put(trouble.fault().apply(route[0], route[1]));
        }

        var volume = cloud.made("pvc-1");
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());
        cloud.expander()
                .expand(
                        new ExpandSpec(volume, TestCloud.atLeast(2), Optional.empty(), Secrets.none()),
                        TestCloud.soon());
        cloud.attacher().detach(volume, Optional.of(cloud.node(0)), Secrets.none(), TestCloud.soon());
        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.faults().active()).isEmpty();
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    private static Fault refusedFor(int status, String method, String route) {
        var effect = new Effect.Status(status, Optional.of(Duration.ofSeconds(1)), "Too many requests.");
        return new RequestFault("refused", method, route, effect, 1);
    }
}
