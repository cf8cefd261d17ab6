package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.testkit.DiagnosisContract;

class ManilaDiagnosisContractTest extends DiagnosisContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    @Override
    protected Diagnosis diagnosis() {
        return cloud.role(Diagnosis.class);
    }

    @Override
    protected void spoil() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/shares/detail", 403).times(Fault.ALWAYS));
    }

    @Override
    protected long writes() {
        return cloud.writes();
    }
}
