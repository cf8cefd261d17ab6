package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link VolumeAttacher}.
public abstract class VolumeAttacherContract {
    /// For subclasses.
    protected VolumeAttacherContract() {}

    /// The role of a backend.
    protected abstract VolumeAttacher attacher();

    /// A new volume that one node at a time may use.
    protected abstract VolumeId volume();

    /// A node of the cloud; another for each index, 0 and 1 at least.
    protected abstract NodeId node(int index);

    @Test
    void repeatedAttachGivesTheSameContext() {
        var spec = Requests.attachment(volume(), node(0));

        var first = attacher().attach(spec, Requests.soon());

        assertThat(attacher().attach(spec, Requests.soon())).isEqualTo(first);
    }

    @Test
    void attachElsewhereNamesTheHolder() {
        var volume = volume();
        attacher().attach(Requests.attachment(volume, node(0)), Requests.soon());

        assertThatThrownBy(() -> attacher().attach(Requests.attachment(volume, node(1)), Requests.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(node(0).value());
    }

    @Test
    void detachedVolumeCanBeAttachedElsewhere() {
        var volume = volume();
        attacher().attach(Requests.attachment(volume, node(0)), Requests.soon());

        attacher().detach(volume, Optional.of(node(0)), Secrets.none(), Requests.soon());

        attacher().attach(Requests.attachment(volume, node(1)), Requests.soon());
    }

    @Test
    void detachMayBeRepeated() {
        var volume = volume();
        attacher().attach(Requests.attachment(volume, node(0)), Requests.soon());

        attacher().detach(volume, Optional.of(node(0)), Secrets.none(), Requests.soon());
        attacher().detach(volume, Optional.of(node(0)), Secrets.none(), Requests.soon());
    }

    @Test
    void detachFromAnotherNodeLeavesTheAttachment() {
        var volume = volume();
        attacher().attach(Requests.attachment(volume, node(0)), Requests.soon());

        attacher().detach(volume, Optional.of(node(1)), Secrets.none(), Requests.soon());

        assertThatThrownBy(() -> attacher().attach(Requests.attachment(volume, node(1)), Requests.soon()))
                .isInstanceOf(Failure.Precondition.class);
    }

    @Test
    void detachWithoutANodeDetachesFromEveryNode() {
        var volume = volume();
        attacher().attach(Requests.attachment(volume, node(0)), Requests.soon());

        attacher().detach(volume, Optional.empty(), Secrets.none(), Requests.soon());

        attacher().attach(Requests.attachment(volume, node(1)), Requests.soon());
    }

    @Test
    void whatIsGoneIsDetached() {
        var gone = new VolumeId("no-such-volume");

        attacher().detach(gone, Optional.of(node(0)), Secrets.none(), Requests.soon());
        attacher().detach(gone, Optional.empty(), Secrets.none(), Requests.soon());
        attacher().detach(volume(), Optional.of(new NodeId("no-such-node")), Secrets.none(), Requests.soon());
    }

    @Test
    void unknownVolumeOrNodeCannotBeAttached() {
        var volume = volume();

        assertThatThrownBy(() -> attacher()
                        .attach(Requests.attachment(new VolumeId("no-such-volume"), node(0)), Requests.soon()))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() ->
                        attacher().attach(Requests.attachment(volume, new NodeId("no-such-node")), Requests.soon()))
                .isInstanceOf(Failure.NotFound.class);
    }
}
