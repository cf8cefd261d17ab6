package org.moorage.cinder;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.testkit.DiagnosisContract;

class CinderDiagnosisContractTest extends DiagnosisContract {
    private TestCloud cloud;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Override
    protected Diagnosis diagnosis() {
        return cloud.role(Diagnosis.class);
    }

    @Override
    protected void spoil() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/volumes/detail", 403).times(Fault.ALWAYS));
    }

    @Override
    protected long writes() {
        return cloud.writes();
    }
}
