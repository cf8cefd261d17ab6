package org.moorage.openstack.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"badRequest\": {\"code\": 400, \"message\": \"Invalid size\"}} | Invalid size",
                "{\"overLimit\": {\"code\": 413, \"retryAfter\": \"0\", \"message\": \"VolumeLimit\"}} | VolumeLimit",
                "{\"error\": {\"code\": 401, \"message\": \"The request\", \"title\": \"Unauthorized\"}} | The request",
                "{\"message\": \"plain\"} | plain",
                "{\"errors\": [{\"status\": 406, \"title\": \"Not Acceptable\", \"detail\": \"Version 9.9\"}]} | Version 9.9",
                "{\"errors\": [{\"status\": 406, \"title\": \"Not Acceptable\"}]} | Not Acceptable",
                "<html><head><title>x</title></head><body><h1>Bad</h1> Gateway</body></html> | Bad Gateway",
                "two\tlines | two lines",
                "{broken | {broken",
            })
    void takesTheReason(String body, String reason) {
        assertThat(FaultText.of(body.getBytes(StandardCharsets.UTF_8))).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"``", "{}", "{\"volume\": {}}", "<html></html>"})
    void saysNothingWhereThereIsNone(String body) {
        assertThat(FaultText.of(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void cutsWhatIsVeryLong() {
        assertThat(FaultText.of("x".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                        .orElseThrow())
                .hasSize(401)
                .endsWith("…");
    }
}
