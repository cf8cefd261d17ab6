package org.moorage.cinder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.testkit.StatusReporterContract;

class CinderStatusContractTest extends StatusReporterContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @Override
    protected StatusReporter reporter() {
        return cloud.role(StatusReporter.class);
    }

    /// What stands in its `cloud.conf` beside the URL and the region.
    @Override
    protected List<String> secrets() {
        return cloud.emulator
                .cloudConf()
                .lines()
                .filter(line -> line.startsWith("application-credential"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .toList();
    }

    @Override
    protected void end() {
        try {
            cloud.emulator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
