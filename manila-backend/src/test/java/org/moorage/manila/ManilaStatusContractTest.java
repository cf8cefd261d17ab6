package org.moorage.manila;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.moorage.api.Secret;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.testkit.StatusReporterContract;

/// Its session is one of the secrets of a request.
class ManilaStatusContractTest extends StatusReporterContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @BeforeEach
    void start() {
        cloud.made("pvc-1");
    }

    @Override
    protected StatusReporter reporter() {
        return cloud.role(StatusReporter.class);
    }

    @Override
    protected List<String> secrets() {
        return cloud.secrets().byKey().entrySet().stream()
                .filter(secret -> secret.getKey().startsWith("os-applicationCredential"))
                .map(secret -> secret.getValue())
                .map(Secret::reveal)
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
