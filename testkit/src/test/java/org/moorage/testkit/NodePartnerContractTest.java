package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.PartnerVolume;
import org.moorage.api.volume.VolumeId;

class NodePartnerContractTest {
    static class Sound extends NodePartnerContract implements NodePartner {
        private int count;

        @Override
        public String endpoint() {
            return "unix:///csi/partner.sock";
        }

        @Override
        public PartnerVolume translate(NodeVolume volume, Deadline deadline) {
            if (!volume.volumeContext().containsKey("share")) {
                throw new Failure.Invalid("the context names no share");
            }
            if (volume.id().value().equals("gone")) {
                throw new Failure.NotFound("there is no such share");
            }
            return told(volume);
        }

        PartnerVolume told(NodeVolume volume) {
            return new PartnerVolume(Map.of("path", "/" + volume.id()), Secrets.none());
        }

        @Override
        protected NodePartner partner() {
            return this;
        }

        @Override
        protected NodeVolume volume() {
            return volume("volume-" + count++, Map.of("share", "a"));
        }

        private static NodeVolume volume(String id, Map<String, String> context) {
            return new NodeVolume(new VolumeId(id), Requests.MOUNTED, context, Map.of(), Secrets.none());
        }

        @Override
        protected List<NodeVolume> strangers() {
            return List.of(volume("stranger", Map.of()));
        }

        @Override
        protected NodeVolume gone() {
            return volume("gone", Map.of("share", "a"));
        }
    }

    static class Elsewhere extends Sound {
        private int calls;

        @Override
        public String endpoint() {
            return "unix:///csi/partner-" + calls++ + ".sock";
        }
    }

    static class Farther extends Sound {
        @Override
        public String endpoint() {
            return "tcp://10.0.0.1:9000";
        }
    }

    static class Unsteady extends Sound {
        @Override
        PartnerVolume told(NodeVolume volume) {
            return new PartnerVolume(Map.of("path", "/" + UUID.randomUUID()), Secrets.none());
        }
    }

    static class OneForAll extends Sound {
        @Override
        PartnerVolume told(NodeVolume volume) {
            return new PartnerVolume(Map.of("path", "/"), Secrets.none());
        }
    }

    static class Trustful extends Sound {
        @Override
        public PartnerVolume translate(NodeVolume volume, Deadline deadline) {
            return told(volume);
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(Elsewhere.class)).containsExactly("partnerListensOnASocketOfTheHost");
        assertThat(Kit.failuresOf(Farther.class)).containsExactly("partnerListensOnASocketOfTheHost");
        assertThat(Kit.failuresOf(Unsteady.class)).containsExactly("sameRequestIsToldInTheSameWords");
        assertThat(Kit.failuresOf(OneForAll.class)).containsExactly("volumesAreToldApart");
        assertThat(Kit.failuresOf(Trustful.class))
                .containsExactlyInAnyOrder("strangersAreRefused", "whatIsNotThereIsNotFound");
    }
}
