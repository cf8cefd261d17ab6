package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.failure.Failure;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// Each failure through each call.
class FailureTableTest {
    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new Failure.NotFound("why"), Code.NOT_FOUND),
                Arguments.of(new Failure.Conflict("why"), Code.ALREADY_EXISTS),
                Arguments.of(new Failure.Precondition("why"), Code.FAILED_PRECONDITION),
                Arguments.of(new Failure.Exhausted("why"), Code.RESOURCE_EXHAUSTED),
                Arguments.of(new Failure.OutOfRange("why"), Code.OUT_OF_RANGE),
                Arguments.of(new Failure.Unavailable("why"), Code.UNAVAILABLE),
                Arguments.of(new Failure.Aborted("why"), Code.ABORTED),
                Arguments.of(new Failure.Unfinished("why"), Code.DEADLINE_EXCEEDED),
                Arguments.of(new Failure.Denied("why"), Code.PERMISSION_DENIED),
                Arguments.of(new Failure.Invalid("why"), Code.INVALID_ARGUMENT),
                Arguments.of(new Failure.Broken("why"), Code.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureHasItsCodeInEachCall(Failure failure, Code code) {
        Calls.all().forEach(call -> {
            driver.script().fail(call.reaches(), failure);

            var status = call.status(server.channel());

            assertThat(status.getCode()).as(call.toString()).isEqualTo(code);
            assertThat(status.getDescription()).as(call.toString()).isEqualTo("why");
        });
    }

    @Test
    void aMessageOfManyLinesArrivesAsOne() {
        driver.script().fail("list", new Failure.Aborted("first\r\n  second\tthird\n"));

        assertThat(Calls.LIST.status(server.channel()).getDescription()).isEqualTo("first second third");
    }

    @Test
    void aMessageOfAnyLengthKeepsItsCode() {
        driver.script().fail("list", new Failure.Aborted("\u00fc".repeat(20_000)));

        var status = Calls.LIST.status(server.channel());

        assertThat(status.getCode()).isEqualTo(Code.ABORTED);
        assertThat(status.getDescription()).startsWith("\u00fc\u00fc").endsWith("...");
    }

    @Test
    void thePageOfFailuresSaysTheSame() throws IOException {
        var rows = failures()
                .map(row -> "| `" + row.get()[0].getClass().getSimpleName() + "` | " + row.get()[1] + " |")
                .toList();

        var page = Files.readAllLines(Path.of("../docs/failures.md"));
        assertThat(rows).allSatisfy(row -> assertThat(page).anyMatch(line -> line.startsWith(row)));
    }

    @Test
    void noFailureIsMissingHere() {
        assertThat(failures().<Class<?>>map(row -> row.get()[0].getClass()))
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }

    /// Callers forget what they asked for after INTERNAL, so it must not follow a call that may have done something.
    @Test
    void aDefectLeavesOpenWhatACallHasDoneAndTheServerLivesOn() {
        var reading = List.of(
                "examine",
                "list",
                "find",
                "capacity",
                "listSnapshots",
                "findSnapshot",
                "findGroupSnapshot",
                "stats",
                "identity");
        for (var defect : List.of(new IllegalStateException("token=c4n4ry"), new StackOverflowError("token=c4n4ry"))) {
            Calls.all().forEach(call -> {
                driver.script().fail(call.reaches(), defect);

                var status = call.status(server.channel());

                assertThat(status.getCode())
                        .as(call.toString())
                        .isEqualTo(reading.contains(call.reaches()) ? Code.INTERNAL : Code.UNAVAILABLE);
                assertThat(status.getDescription())
                        .as(call.toString())
                        .contains("defect of this driver")
                        .doesNotContain("c4n4ry");
            });
        }
        driver.script().fail("list", new Failure.Aborted("not now"));

        assertThat(server.log()).contains("java.lang.IllegalStateException").contains("\tat org.moorage.server");
        assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.ABORTED);
    }
}
