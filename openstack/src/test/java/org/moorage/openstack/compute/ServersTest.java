package org.moorage.openstack.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.transport.Json;

class ServersTest {
    @ParameterizedTest
    @CsvSource({"BUILD, true", "ACTIVE, false", "ERROR, false"})
    void serverIsBeingBuiltInOneStateAlone(String status, boolean expected) {
        var servers = new Servers((_, _) -> answer("{\"server\": {\"id\": \"1\", \"status\": \"" + status + "\"}}"));

        assertThat(servers.beingBuilt("1", Deadline.after(Duration.ofSeconds(1), InstantSource.system())))
                .isEqualTo(expected);
    }

    private static Reply answer(String json) {
        return new Reply() {
            @Override
            public int status() {
                return 200;
            }

            @Override
            public Optional<String> requestId() {
                return Optional.empty();
            }

            @Override
            public <T> T as(Class<T> type) {
                try {
                    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
