package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The package as it is handed out: its launchers are there and can be run.
class LauncherIT {
    private static final Path HOME = Path.of(System.getProperty("moorage.home"));

    @Test
    void launchersAreExecutable() {
        assertThat(HOME.resolve("bin/moorage")).isExecutable();
        assertThat(HOME.resolve("bin/cinder-csi-plugin")).isExecutable();
        assertThat(Files.exists(HOME.resolve("lib"))).isTrue();
    }

    /// Whoever generates the wrapper anew loses the lines that find a JDK 25 beside an older one.
    @Test
    void mavenWrapperFindsTheJdk() {
        assertThat(Path.of("..", "mvnw")).content().contains("JAVA25_HOME", "/usr/lib/jvm/*25*");
    }
}
