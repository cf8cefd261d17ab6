package org.example.loopfiles;

import java.util.Optional;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.testkit.NodeIdentitySourceContract;

class LoopFilesIdentityTest extends NodeIdentitySourceContract {
    @Override
    protected NodeIdentitySource source() {
        return new ThisNode(new NodeId("here"));
    }

    @Override
    protected Optional<NodeIdentitySource> unanswered() {
        return Optional.empty();
    }
}
