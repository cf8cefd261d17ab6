package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.Refusal;

class NewBackendTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/org/moorage/server/command/new-backend");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path place;

    private void write(String name, String group) {
        new NewBackend(name, group).write(place, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void eachTemplateIsWritten() throws IOException {
        assertThat(files(TEMPLATES)).containsExactlyInAnyOrderElementsOf(NewBackend.FILES);
    }

    @Test
    void filesBearTheNewNamesAndNoOthers() throws IOException {
        write("tape-2", "com.acme.org.example");

        assertThat(files(place.resolve("tape-2")))
                .contains("pom.xml", "src/main/java/com/acme/org/example/tape2/StoreProvider.java")
                .hasSameSizeAs(NewBackend.FILES);
        for (var file : files(place.resolve("tape-2"))) {
            assertThat(place.resolve("tape-2").resolve(file))
                    .content()
                    .doesNotContain("mystore", "my-store", "com.acme.com.acme", "${project", "${junit");
        }
        assertThat(place.resolve("tape-2/src/main/java/com/acme/org/example/tape2/StoreProvider.java"))
                .content()
                .contains("package com.acme.org.example.tape2;", "\"tape-2.example.org.acme.com\"", "\"tape-2\"");
        assertThat(place.resolve("tape-2/pom.xml"))
                .content()
                .contains("<groupId>com.acme.org.example</groupId>", "<artifactId>tape-2</artifactId>");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("tape-2/pom.xml package", "plugins/tape-2/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../tape", "/tape", "Tape", "tape_2", "-tape", "tape-", "a--b", "2tape", "tä"})
    void anotherNameIsRefusedInOneLine(String name) {
        assertThatThrownBy(() -> write(name, "org.example"))
                .isInstanceOf(UsageError.class)
                .message()
                .startsWith("'" + name + "' is no name for a backend: write ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "new, org.example, org.example.new' is no package of Java",
        "tape, org.native, org.native.tape' is no package of Java",
        "tape, acme, --group=acme is no group",
        "tape, com.acme-corp, --group=com.acme-corp is no group",
        "tape, com..acme, --group=com..acme is no group",
        "a23456789-b23456789-c23456789-d23456789-e23456789-f2, org.example, more than 63 characters"
    })
    void whatJavaOrCsiDoNotTakeIsRefusedInOneLine(String name, String group, String message) {
        assertThatThrownBy(() -> write(name, group))
                .isInstanceOf(UsageError.class)
                .message()
                .contains(message, ": ")
                .hasLineCount(1);
    }

    @Test
    void nothingThatIsThereIsWrittenOver() throws IOException {
        Files.createDirectory(place.resolve("tape"));
        Files.createSymbolicLink(place.resolve("disk"), place.resolve("nowhere"));

        for (var name : List.of("tape", "disk")) {
            assertThatThrownBy(() -> write(name, "org.example"))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(place.resolve(name)
                            + " is there already: choose another name, or work in another directory");
        }
        assertThat(place.resolve("tape")).isEmptyDirectory();
        assertThat(place).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() {
        var nowhere = place.resolve("nowhere");

        assertThatThrownBy(() -> new NewBackend("tape", "org.example").write(nowhere, System.out))
                .isInstanceOf(Refusal.class)
                .hasMessage(nowhere + " cannot be written to: work in a directory of your own");
        assertThat(nowhere).doesNotExist();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
