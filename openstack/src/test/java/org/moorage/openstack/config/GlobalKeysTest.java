package org.moorage.openstack.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What can be written into `[Global]` is on the page of parameters.
class GlobalKeysTest {
    @Test
    void everyKeyIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("../docs/parameters.md"));

        assertThat(GlobalKeys.ALL.stream().filter(key -> !key.equals(GlobalKeys.ZONE_MAP)))
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
