package org.example.loopfiles;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.testkit.CsiSanityContract;

class LoopFilesSanityTest extends CsiSanityContract {
    @TempDir
    private Path directory;

    @Override
    protected BackendProvider provider() {
        return new LoopFilesProvider();
    }

    @Override
    protected List<String> options() {
        return List.of("--directory=" + directory, "--node=here");
    }

    @Override
    protected List<String> sanityOptions() {
        return List.of("--csi.testvolumesize=1073741824", "--csi.testvolumeexpandsize=2147483648");
    }
}
