package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.volume.Topology;

class NodeIdentitySourceContractTest {
    static class Sound extends NodeIdentitySourceContract {
        Map<String, String> place() {
            return Map.of("topology.example.org/zone", "az-1");
        }

        NodeIdentity identity(String id) {
            return new NodeIdentity(new NodeId(id), 0, Optional.of(new Topology(place())));
        }

        @Override
        protected NodeIdentitySource source() {
            return _ -> identity("node-1");
        }

        @Override
        protected Optional<NodeIdentitySource> unanswered() {
            return Optional.of(_ -> {
                throw new Failure.Unavailable("the metadata does not answer");
            });
        }
    }

    static class AnotherEachTime extends Sound {
        @Override
        protected NodeIdentitySource source() {
            return _ -> identity(UUID.randomUUID().toString());
        }
    }

    static class AnotherEachStart extends Sound {
        @Override
        protected NodeIdentitySource source() {
            var id = UUID.randomUUID().toString();
            return _ -> identity(id);
        }
    }

    static class BlankPlace extends Sound {
        @Override
        Map<String, String> place() {
            return Map.of("zone", "");
        }
    }

    static class NoLabel extends Sound {
        @Override
        Map<String, String> place() {
            return Map.of("example.org/the zone", "az-1");
        }
    }

    static class TwoOfOne extends Sound {
        @Override
        Map<String, String> place() {
            return Map.of("zone", "a", "Zone", "b");
        }
    }

    static class Guessing extends Sound {
        @Override
        protected Optional<NodeIdentitySource> unanswered() {
            return Optional.of(_ -> identity("localhost"));
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(AnotherEachTime.class))
                .containsExactlyInAnyOrder("pluginThatIsStartedAnewIsTheSameNode", "repeatsGiveTheSameIdentity");
        assertThat(Kit.failuresOf(AnotherEachStart.class)).containsExactly("pluginThatIsStartedAnewIsTheSameNode");
        assertThat(Kit.failuresOf(BlankPlace.class)).containsExactly("placeIsWrittenAsCsiHasIt");
        assertThat(Kit.failuresOf(NoLabel.class)).containsExactly("placeIsWrittenAsCsiHasIt");
        assertThat(Kit.failuresOf(TwoOfOne.class)).containsExactly("placeIsWrittenAsCsiHasIt");
        assertThat(Kit.failuresOf(Guessing.class)).containsExactly("sourceThatDoesNotAnswerIsUnavailable");
    }
}
