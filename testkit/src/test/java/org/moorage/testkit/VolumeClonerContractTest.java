package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeSpec;

class VolumeClonerContractTest {
    static class Sound extends VolumeClonerContract {
        private final VolumeCloner cloner = make();

        VolumeCloner make() {
            return new MemoryVolumes();
        }

        @Override
        protected VolumeCloner cloner() {
            return cloner;
        }
    }

    static class Blank extends Sound {
        @Override
        VolumeCloner make() {
            return new MemoryVolumes() {
                @Override
                Volume made(VolumeSpec spec) {
                    var volume = super.made(spec);
                    return new Volume(
                            volume.id(), volume.capacity(), volume.context(), volume.accessible(), Optional.empty());
                }
            };
        }
    }

    static class AnotherEachTime extends Sound {
        @Override
        VolumeCloner make() {
            return new MemoryVolumes() {
                @Override
                public Volume create(VolumeSpec spec, Deadline deadline) {
                    byName.remove(spec.source().isPresent() ? spec.name().value() : "");
                    return super.create(spec, deadline);
                }
            };
        }
    }

    static class AsSmallAsAskedFor extends Sound {
        @Override
        VolumeCloner make() {
            return new MemoryVolumes() {
                @Override
                Bytes size(VolumeSpec spec) {
                    super.size(spec);
                    return spec.capacity().required().orElse(Bytes.GIB);
                }
            };
        }
    }

    static class OfWhatIsNotThere extends Sound {
        @Override
        VolumeCloner make() {
            return new MemoryVolumes() {
                @Override
                Volume require(VolumeId id) {
                    try {
                        return super.require(id);
                    } catch (Failure.NotFound _) {
                        return byName.values().stream().findFirst().orElseGet(() -> made(blank()));
                    }
                }

                private VolumeSpec blank() {
                    return Requests.volume("blank", Requests.exactly(1), java.util.Map.of());
                }
            };
        }
    }

    static class TakesItsSourceAlong extends Sound {
        @Override
        VolumeCloner make() {
            return new MemoryVolumes() {
                @Override
                public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
                    require(id)
                            .source()
                            .ifPresent(source ->
                                    super.delete(((ContentSource.FromVolume) source).volume(), secrets, deadline));
                    super.delete(id, secrets, deadline);
                }
            };
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(Blank.class)).contains("cloneIsAVolumeOfItsOwnThatNamesItsSource");
        assertThat(Kit.failuresOf(AnotherEachTime.class))
                .containsExactlyInAnyOrder(
                        "cloneIsAVolumeOfItsOwnThatNamesItsSource", "otherContentUnderTheSameNameIsAConflict");
        assertThat(Kit.failuresOf(AsSmallAsAskedFor.class))
                .containsExactly("cloneMayBeLargerThanItsSourceAndIsNoSmaller");
        assertThat(Kit.failuresOf(OfWhatIsNotThere.class)).containsExactly("thereIsNoCloneOfAnUnknownVolume");
        assertThat(Kit.failuresOf(TakesItsSourceAlong.class)).containsExactly("deletedCloneLeavesItsSource");
    }
}
