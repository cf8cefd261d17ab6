package org.moorage.cinder;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.testing.ParametersPage;

/// What a class can say is on the page of parameters, in the words of its declaration.
class ParametersPageTest {
    @Test
    void tablesAreWhatIsDeclared() throws IOException {
        ParametersPage.tells("## StorageClass", VolumeParameters.DECLARED);
        ParametersPage.tells("## VolumeAttributesClass", Attributes.DECLARED);
        ParametersPage.tells("## VolumeSnapshotClass", SnapshotParameters.DECLARED);
        ParametersPage.tells("## VolumeGroupSnapshotClass", GroupParameters.DECLARED);
    }
}
