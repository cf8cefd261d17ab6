package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeVolume;

/// What the node's side of the server expects of a {@link NodeAccessResolver}.
public abstract class NodeAccessResolverContract {
    /// For subclasses.
    protected NodeAccessResolverContract() {}

    /// The role as a process has it that serves a node.
    protected abstract NodeAccessResolver resolver();

    /// A volume that this backend made, with the contexts that its creation and its attachment returned; another at
    /// each call.
    protected abstract NodeVolume volume();

    /// Volumes whose contexts describe none of this backend; none where a volume's id says all.
    protected abstract List<NodeVolume> strangers();

    /// Takes away the cloud; does nothing where there is none.
    protected abstract void loseCloud();

    private NodeAccess resolve(NodeVolume volume) {
        return resolver().resolve(volume, Requests.soon());
    }

    @Test
    void sameRequestGivesTheSameDescription() {
        var volume = volume();

        assertThat(resolve(volume)).isEqualTo(resolve(volume));
    }

    @Test
    void volumesAreToldApart() {
        assertThat(resolve(volume())).isNotEqualTo(resolve(volume()));
    }

    @Test
    void neitherCloudNorCredentialsAreNeeded() {
        var volume = volume();
        var described = resolve(volume);

        loseCloud();

        assertThat(resolve(new NodeVolume(
                        volume.id(),
                        volume.capability(),
                        volume.volumeContext(),
                        volume.publishContext(),
                        Secrets.none())))
                .isEqualTo(described);
    }

    @Test
    void strangersAreRefused() {
        assertThat(strangers())
                .allSatisfy(
                        stranger -> assertThatThrownBy(() -> resolve(stranger)).isInstanceOf(Failure.Invalid.class));
    }
}
