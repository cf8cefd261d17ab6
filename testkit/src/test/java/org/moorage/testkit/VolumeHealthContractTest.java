package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;

class VolumeHealthContractTest {
    static class Sound extends VolumeHealthContract {
        final Set<String> silent = new HashSet<>();
        private final MemoryVolumes volumes = make();
        private int count;

        MemoryVolumes make() {
            return new MemoryVolumes();
        }

        Health ailment() {
            return Health.of(Health.Severity.DEGRADED, "ErrorStatus", "its status is error: ask an operator");
        }

        @Override
        protected VolumeHealth catalog() {
            return volumes;
        }

        @Override
        protected VolumeId volume() {
            var spec = Requests.volume("volume-" + count++, Requests.exactly(1), Map.of());
            return volumes.create(spec, Requests.soon()).id();
        }

        @Override
        protected void spoil(VolumeId volume) {
            volumes.ailing.put(volume, ailment());
        }

        @Override
        protected void mend(VolumeId volume) {
            volumes.ailing.remove(volume);
        }

        @Override
        protected void silence() {
            silent.add("all");
        }
    }

    static class AlwaysGood extends Sound {
        @Override
        MemoryVolumes make() {
            return new MemoryVolumes() {
                @Override
                PublishedVolume shown(Volume volume) {
                    return new PublishedVolume(volume, Set.of());
                }
            };
        }
    }

    static class GoodInListings extends Sound {
        @Override
        MemoryVolumes make() {
            return new MemoryVolumes() {
                @Override
                public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
                    var entries = byName.values().stream()
                            .map(volume -> new PublishedVolume(volume, Set.of()))
                            .toList();
                    return new Page<>(entries, Optional.empty());
                }
            };
        }
    }

    static class OneForAll extends Sound {
        @Override
        MemoryVolumes make() {
            return new MemoryVolumes() {
                @Override
                PublishedVolume shown(Volume volume) {
                    var worst = ailing.values().stream().findFirst().orElse(Health.GOOD);
                    return new PublishedVolume(volume, Set.of(), worst);
                }
            };
        }
    }

    static class Wordy extends Sound {
        @Override
        Health ailment() {
            return Health.of(Health.Severity.DEGRADED, "it is in error", "first line\nsecond line");
        }
    }

    static class Resentful extends Sound {
        @Override
        protected void mend(VolumeId volume) {
            // It is told of for ever.
        }
    }

    static class NothingWithoutHealth extends Sound {
        @Override
        MemoryVolumes make() {
            return new MemoryVolumes() {
                @Override
                PublishedVolume shown(Volume volume) {
                    if (!silent.isEmpty()) {
                        throw new Failure.Unavailable("the health cannot be told");
                    }
                    return super.shown(volume);
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
        assertThat(Kit.failuresOf(AlwaysGood.class))
                .containsExactlyInAnyOrder(
                        "whatIsWrongIsToldOfThatVolumeAlone", "ailmentIsAWordForProgramsAndALineForPeople");
        assertThat(Kit.failuresOf(GoodInListings.class)).contains("whatIsWrongIsToldOfThatVolumeAlone");
        assertThat(Kit.failuresOf(OneForAll.class)).containsExactly("whatIsWrongIsToldOfThatVolumeAlone");
        assertThat(Kit.failuresOf(Wordy.class)).containsExactly("ailmentIsAWordForProgramsAndALineForPeople");
        assertThat(Kit.failuresOf(Resentful.class)).containsExactly("whatIsMendedIsGoodAgain");
        assertThat(Kit.failuresOf(NothingWithoutHealth.class))
                .containsExactly("volumesAreThereWhenTheirHealthCannotBeTold");
    }
}
