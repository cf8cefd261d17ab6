package org.moorage.manila;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.testing.ParametersPage;

/// What a class can say is on the page of parameters, in the words of its declaration.
class ParametersPageTest {
    @Test
    void tablesAreWhatIsDeclared() throws IOException {
        ParametersPage.tells("### StorageClass", ShareParameters.DECLARED);
        ParametersPage.tells("### VolumeSnapshotClass", ManilaSnapshots.DECLARED);
        ParametersPage.tells("### VolumeAttributesClass", Attributes.DECLARED);
    }
}
