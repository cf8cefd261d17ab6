package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a class can say is on the page of parameters.
class ParametersPageTest {
    @Test
    void everyParameterOfAShareIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("../docs/parameters.md"));

        assertThat(ShareParameters.KNOWN.stream()
                        .filter(key -> !key.startsWith("share") || key.equals(ShareParameters.NETWORK)))
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
