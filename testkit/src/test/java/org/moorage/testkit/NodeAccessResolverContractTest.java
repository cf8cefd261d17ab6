package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeId;

class NodeAccessResolverContractTest {
    static class Sound extends NodeAccessResolverContract implements NodeAccessResolver {
        boolean away;
        private int count;

        @Override
        public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
            if (!volume.volumeContext().containsKey("export")) {
                throw new Failure.Invalid("the context names no export");
            }
            return device(volume);
        }

        NodeAccess device(NodeVolume volume) {
            return new NodeAccess.BlockDevice(volume.id().value(), Optional.empty(), "ext4");
        }

        @Override
        protected NodeAccessResolver resolver() {
            return this;
        }

        @Override
        protected NodeVolume volume() {
            return volume(Map.of("export", "/a"));
        }

        private NodeVolume volume(Map<String, String> context) {
            var secrets = Secrets.of(Map.of("password", "secret"));
            return new NodeVolume(new VolumeId("volume-" + count++), Requests.MOUNTED, context, Map.of(), secrets);
        }

        @Override
        protected List<NodeVolume> strangers() {
            return List.of(volume(Map.of()));
        }

        @Override
        protected void loseCloud() {
            away = true;
        }
    }

    static class AnotherEachTime extends Sound {
        @Override
        NodeAccess device(NodeVolume volume) {
            return new NodeAccess.BlockDevice(UUID.randomUUID().toString(), Optional.empty(), "ext4");
        }
    }

    static class OneForAll extends Sound {
        @Override
        NodeAccess device(NodeVolume volume) {
            return new NodeAccess.BlockDevice("vda", Optional.empty(), "ext4");
        }
    }

    static class AsksTheCloud extends Sound {
        @Override
        NodeAccess device(NodeVolume volume) {
            if (away) {
                throw new Failure.Unavailable("the cloud is away");
            }
            return super.device(volume);
        }
    }

    static class LogsIn extends Sound {
        @Override
        NodeAccess device(NodeVolume volume) {
            if (volume.secrets().isEmpty()) {
                throw new Failure.Invalid("the password is missing");
            }
            return super.device(volume);
        }
    }

    static class Trustful extends Sound {
        @Override
        public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
            return device(volume);
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(AnotherEachTime.class))
                .containsExactlyInAnyOrder("sameRequestGivesTheSameDescription", "neitherCloudNorCredentialsAreNeeded");
        assertThat(Kit.failuresOf(OneForAll.class)).containsExactly("volumesAreToldApart");
        assertThat(Kit.failuresOf(AsksTheCloud.class)).containsExactly("neitherCloudNorCredentialsAreNeeded");
        assertThat(Kit.failuresOf(LogsIn.class)).containsExactly("neitherCloudNorCredentialsAreNeeded");
        assertThat(Kit.failuresOf(Trustful.class)).containsExactly("strangersAreRefused");
    }
}
