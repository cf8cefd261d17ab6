package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.volume.Bytes;

class InventoryContractTest {
    /// What a cloud holds, each object with its mark.
    private record Marked(String mark, OwnedObject object) {}

    static class Sound extends InventoryContract {
        private final Map<String, Marked> cloud = new HashMap<>();
        final Set<String> held = new HashSet<>();
        long written;

        class OfMark implements Inventory {
            private final String mark;

            OfMark(String mark) {
                this.mark = mark;
            }

            @Override
            public Optional<String> mark() {
                return Optional.of(mark).filter(text -> !text.isEmpty());
            }

            boolean bears(String text) {
                return !mark.isEmpty() && text.equals(mark);
            }

            @Override
            public List<OwnedObject> list(Deadline deadline) {
                return cloud.values().stream()
                        .filter(one -> bears(one.mark()))
                        .map(Marked::object)
                        .map(this::shown)
                        .toList();
            }

            OwnedObject shown(OwnedObject object) {
                return new OwnedObject(
                        object.kind(),
                        object.cloud(),
                        object.id(),
                        object.name(),
                        object.size(),
                        object.createdAt(),
                        object.origin(),
                        held.contains(object.id()) ? Optional.of("attached") : Optional.empty());
            }

            boolean isTheSame(OwnedObject listed, OwnedObject now) {
                return listed.createdAt().equals(now.createdAt());
            }

            @Override
            public Optional<String> remove(OwnedObject object, Deadline deadline) {
                var now = cloud.get(object.id());
                if (now == null) {
                    return gone();
                }
                if (!bears(now.mark()) || !isTheSame(object, now.object())) {
                    return Optional.of("it is another");
                }
                if (shown(now.object()).held().isPresent()) {
                    return shown(now.object()).held();
                }
                written++;
                cloud.remove(object.id());
                return Optional.empty();
            }

            Optional<String> gone() {
                return Optional.empty();
            }
        }

        Inventory of(String mark) {
            return new OfMark(mark);
        }

        private OwnedObject make(String mark) {
            var id = "object-" + cloud.size();
            var object = new OwnedObject(
                    OwnedObject.Kind.VOLUME, "", id, id, Bytes.GIB, Instant.EPOCH, Optional.empty(), Optional.empty());
            cloud.put(id, new Marked(mark, object));
            return object;
        }

        @Override
        protected Inventory inventory() {
            return of("one");
        }

        @Override
        protected Inventory unmarked() {
            return of("");
        }

        @Override
        protected String make() {
            return make("one").id();
        }

        @Override
        protected OwnedObject makeByAnother() {
            return make("another");
        }

        @Override
        protected void hold(String id) {
            held.add(id);
        }

        @Override
        protected boolean exists(String id) {
            return cloud.containsKey(id);
        }

        @Override
        protected long writes() {
            return written;
        }
    }

    static class OfEverybody extends Sound {
        @Override
        Inventory of(String mark) {
            return new OfMark(mark) {
                @Override
                boolean bears(String text) {
                    return true;
                }
            };
        }
    }

    static class Ruthless extends Sound {
        @Override
        Inventory of(String mark) {
            return new OfMark(mark) {
                @Override
                OwnedObject shown(OwnedObject object) {
                    return object;
                }
            };
        }
    }

    static class GoesByTheId extends Sound {
        @Override
        Inventory of(String mark) {
            return new OfMark(mark) {
                @Override
                boolean isTheSame(OwnedObject listed, OwnedObject now) {
                    return true;
                }
            };
        }
    }

    static class MissesWhatIsGone extends Sound {
        @Override
        Inventory of(String mark) {
            return new OfMark(mark) {
                @Override
                Optional<String> gone() {
                    return Optional.of("it is not there");
                }
            };
        }
    }

    static class Writing extends Sound {
        @Override
        Inventory of(String mark) {
            return new OfMark(mark) {
                @Override
                public List<OwnedObject> list(Deadline deadline) {
                    written++;
                    return super.list(deadline);
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
        assertThat(Kit.failuresOf(OfEverybody.class))
                .containsExactlyInAnyOrder(
                        "whatBearsTheMarkIsListedAndNothingElse",
                        "withoutAMarkThereIsNothing",
                        "objectOfAnotherMarkIsLeftAlone");
        assertThat(Kit.failuresOf(Ruthless.class)).containsExactly("whatIsHeldByNowIsLeftAlone");
        assertThat(Kit.failuresOf(GoesByTheId.class)).containsExactly("whatIsNotTheListedObjectIsLeftAlone");
        assertThat(Kit.failuresOf(MissesWhatIsGone.class))
                .containsExactly("whatNothingHoldsIsRemovedAndARepeatFindsItGone");
        assertThat(Kit.failuresOf(Writing.class)).containsExactly("listingChangesNothing");
    }
}
