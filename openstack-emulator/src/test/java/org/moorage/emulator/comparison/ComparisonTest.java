package org.moorage.emulator.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// The emulator answers as a real cloud did. The real one's answers were recorded with
/// `-Dtest=ComparisonTest#record -Drecord.from=CLOUD.CONF -Drecord.list=LIST`; it needs servers k8s-node-1 to -3, zones
/// az1 and az2, and
/// volume types standard and multiattach; of Manila share types default and nosnapshots and a type of share groups
/// called consistent for both.
final class ComparisonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /// Each list of requests, with the answers that a real cloud gave to it.
    private static final Map<String, String> RECORDINGS =
            Map.of("requests.txt", "answers.json", "share-requests.txt", "share-answers.json");

    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> answersAsARealCloud() throws IOException, InterruptedException {
        return compare("requests.txt");
    }

    @TestFactory
    Stream<DynamicTest> answersOfSharesAsARealCloud() throws IOException, InterruptedException {
        return compare("share-requests.txt");
    }

    private Stream<DynamicTest> compare(String requests) throws IOException, InterruptedException {
        var recorded = recorded(RECORDINGS.get(requests));
        // Long enough that a second request meets a state that the first one began.
        var settings = EmulatorSettings.defaults(data).devices(false).stateTime(Duration.ofMillis(300));
        Map<String, JsonNode> answers;
        try (var emulator = Emulator.start(settings)) {
            answers = new Conversation(new Cloud(emulator.cloudConf())).play(Step.parse(read(requests)));
        }
        return answers.entrySet().stream()
                .map(answer -> DynamicTest.dynamicTest(
                        answer.getKey(),
                        () -> assertThat(answer.getValue().toPrettyString())
                                .isEqualTo(recorded.getOrDefault(answer.getKey(), MAPPER.nullNode())
                                        .toPrettyString())));
    }

    @Test
    @EnabledIfSystemProperty(named = "record.from", matches = ".+")
    void record() throws IOException, InterruptedException {
        var wanted = System.getProperty("record.list", "requests.txt");
        var cloud = new Cloud(Files.readString(Path.of(System.getProperty("record.from"))));
        var answers = new Conversation(cloud).play(Step.parse(read(wanted)));
        var directory =
                Path.of("src/test/resources", getClass().getPackageName().replace('.', '/'));
        Files.writeString(directory.resolve(RECORDINGS.get(wanted)), MAPPER.writeValueAsString(answers) + "\n");
    }

    private static Map<String, JsonNode> recorded(String answers) throws IOException {
        var recorded = new LinkedHashMap<String, JsonNode>();
        MAPPER.readTree(read(answers)).properties().forEach(entry -> recorded.put(entry.getKey(), entry.getValue()));
        return recorded;
    }

    private static String read(String resource) throws IOException {
        try (var in = ComparisonTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no recording: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
