package org.moorage.emulator.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays a list of requests to a cloud and keeps its answers, by the lines of the list. A line said twice is told apart
/// by its place.
final class Conversation {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cloud cloud;

    Conversation(Cloud cloud) {
        this.cloud = cloud;
    }

    Map<String, JsonNode> play(List<Step> steps) throws IOException, InterruptedException {
        var normal = new Normal(cloud);
        var answers = new LinkedHashMap<String, JsonNode>();
        var number = 0;
        for (var step : steps) {
            number++;
            switch (step) {
                case Step.Ask ask -> {
                    var response = cloud.ask(ask);
                    if (ask.keep().isPresent()) {
                        var keep = ask.keep().get();
                        var kept = MAPPER.readTree(response.body())
                                .at(keep.pointer())
                                .asText();
                        cloud.variables().put(keep.name(), kept);
                    }
                    answers.put("%03d %s".formatted(number, ask.text()), normal.answer(ask, response));
                }
                case Step.Await wait ->
                    await(wait.text(), () -> {
                        var found = cloud.volume(wait.path());
                        return found == null
                                ? wait.status().equals("gone")
                                : found.path(wait.key()).path("status").asText().equals(wait.status());
                    });
                case Step.AwaitShare wait ->
                    await(wait.text(), () -> {
                        var found = cloud.share(wait.path());
                        return found == null
                                ? wait.value().equals("gone")
                                : found.at(wait.pointer()).asText().equals(wait.value());
                    });
                case Step.AwaitAttachments wait ->
                    await(
                            wait.text(),
                            () -> cloud.volume("/volumes/" + wait.volume())
                                            .path("volume")
                                            .path("attachments")
                                            .size()
                                    == wait.count());
            }
        }
        return answers;
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(20);
        }
    }
}
