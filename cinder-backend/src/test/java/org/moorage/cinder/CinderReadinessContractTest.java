package org.moorage.cinder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Readiness;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.testkit.ReadinessContract;

class CinderReadinessContractTest extends ReadinessContract {
    private Emulator emulator;
    private Backend backend;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        emulator = Emulator.start(EmulatorSettings.defaults(directory).devices(false));
        var conf = Files.writeString(directory.resolve("cloud.conf"), emulator.cloudConf());
        emulator.faults().put(RequestFault.dropBefore("*", "*").times(Fault.ALWAYS));
        backend = TestCloud.open(conf, Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        emulator.close();
    }

    @Override
    protected Readiness readiness() {
        return TestCloud.role(backend, Readiness.class);
    }

    @Override
    protected void begin() {
        emulator.faults().heal();
    }

    @Override
    protected void end() {
        try {
            emulator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
