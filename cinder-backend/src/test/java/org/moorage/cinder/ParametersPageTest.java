package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a class can say is on the page of parameters.
class ParametersPageTest {
    @Test
    void everyParameterOfAVolumeIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("../docs/parameters.md"));

        assertThat(VolumeParameters.KNOWN).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
