package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.PartnerVolume;

/// What the node's side of the server expects of a {@link NodePartner}.
public abstract class NodePartnerContract {
    /// For subclasses.
    protected NodePartnerContract() {}

    /// The role as a process has it that serves a node.
    protected abstract NodePartner partner();

    /// A volume that this backend made, with the contexts that its creation and its attachment returned; another at
    /// each call.
    protected abstract NodeVolume volume();

    /// Volumes whose contexts describe none of this backend.
    protected abstract List<NodeVolume> strangers();

    /// A volume whose contexts describe one of this backend that is not there.
    protected abstract NodeVolume gone();

    private PartnerVolume translate(NodeVolume volume) {
        return partner().translate(volume, Requests.soon());
    }

    @Test
    void partnerListensOnASocketOfTheHost() {
        assertThat(partner().endpoint())
                .matches("unix:///.+")
                .isEqualTo(partner().endpoint());
    }

    @Test
    void sameRequestIsToldInTheSameWords() {
        var volume = volume();

        assertThat(translate(volume)).isEqualTo(translate(volume));
    }

    @Test
    void volumesAreToldApart() {
        assertThat(translate(volume()).context())
                .isNotEqualTo(translate(volume()).context());
    }

    @Test
    void strangersAreRefused() {
        assertThat(strangers())
                .isNotEmpty()
                .allSatisfy(stranger ->
                        assertThatThrownBy(() -> translate(stranger)).isInstanceOf(Failure.Invalid.class));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var gone = gone();

        assertThatThrownBy(() -> translate(gone)).isInstanceOf(Failure.NotFound.class);
    }
}
