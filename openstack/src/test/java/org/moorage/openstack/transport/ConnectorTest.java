package org.moorage.openstack.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRootName;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.testing.LoopbackServer;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpMethod;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.internal.HttpExecutor;
import org.openstack4j.model.ModelEntity;
import org.openstack4j.openstack.storage.block.domain.CinderVolume;

/// The connector as openstack4j itself finds and uses it.
class ConnectorTest {
    @JsonRootName("volume")
    record Rename(@JsonProperty("name") String name) implements ModelEntity {}

    @Test
    void isTheOneThatOpenstack4jFinds() {
        assertThat(HttpExecutor.create().getExecutorName()).isEqualTo("Moorage connector on java.net.http");
    }

    @Test
    void carriesItsRequestsAndModels() {
        try (var server = LoopbackServer.http(
                _ -> answer(200, "{\"volume\": {\"id\": \"1\", \"name\": \"n\", \"size\": 3}}", "X-Any", "thing"))) {
            var request = HttpRequest.builder(CinderVolume.class)
                    .endpoint(server.url().toString())
                    .path("/volumes/1")
                    .method(HttpMethod.PATCH)
                    .header("X-Auth-Token", "t")
                    .entity(new Rename("n"))
                    .config(Config.newConfig())
                    .build();

            var response = HttpExecutor.create().execute(request);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.header("x-any")).isEqualTo("thing");
            assertThat(response.headers()).containsEntry("X-ANY", "thing");
            assertThat(response.getEntity(CinderVolume.class).getSize()).isEqualTo(3);
            var sent = server.requests().getFirst();
            assertThat(sent.method()).isEqualTo("PATCH");
            assertThat(sent.header("X-Auth-Token")).isEqualTo("t");
            assertThat(sent.body().replaceAll("\\s", "")).isEqualTo("{\"volume\":{\"name\":\"n\"}}");
        }
    }

    @Test
    void requestsShareConnections() {
        try (var server = LoopbackServer.http(_ -> answer(200, "{}"))) {
            for (var i = 0; i < 5; i++) {
                var request = HttpRequest.builder(Void.class)
                        .endpoint(server.url().toString())
                        .path("/x")
                        .method(HttpMethod.GET)
                        .config(Config.newConfig())
                        .build();

                assertThat(HttpExecutor.create().execute(request).getStatus()).isEqualTo(200);
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
