package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.api.plugin.Finding.Level;

class DiagnosisContractTest {
    static class Sound extends DiagnosisContract implements Diagnosis {
        long written;
        boolean spoilt;

        @Override
        public List<Finding> examine(Deadline deadline) {
            if (deadline.passed()) {
                return late();
            }
            return spoilt ? List.of(mistake()) : List.of(Finding.sound("cloud", "it answers"));
        }

        List<Finding> late() {
            return List.of(Finding.warning("cloud", "the time is over", "ask again"));
        }

        Finding mistake() {
            return Finding.wrong("cloud", "it refuses", "ask for the role");
        }

        @Override
        protected Diagnosis diagnosis() {
            return this;
        }

        @Override
        protected void spoil() {
            spoilt = true;
        }

        @Override
        protected long writes() {
            return written;
        }
    }

    static class Silent extends Sound {
        @Override
        public List<Finding> examine(Deadline deadline) {
            return List.of();
        }
    }

    static class Blind extends Sound {
        @Override
        Finding mistake() {
            return Finding.sound("cloud", "it answers");
        }
    }

    static class Helpless extends Sound {
        @Override
        Finding mistake() {
            return new Finding(Level.WRONG, "cloud", "it refuses", Optional.empty());
        }
    }

    static class Throwing extends Sound {
        @Override
        List<Finding> late() {
            throw new Failure.Unfinished("the time is over");
        }
    }

    static class LateAndContent extends Sound {
        @Override
        List<Finding> late() {
            return List.of(Finding.sound("cloud", "it answers"));
        }
    }

    static class Writing extends Sound {
        @Override
        public List<Finding> examine(Deadline deadline) {
            written++;
            return super.examine(deadline);
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(Silent.class))
                .containsExactlyInAnyOrder(
                        "nothingIsWrongWithWhatIsSound",
                        "whatIsWrongIsFoundWithItsRemedy",
                        "whatCannotBeLookedAtInTimeIsFoundToo");
        assertThat(Kit.failuresOf(Blind.class)).containsExactly("whatIsWrongIsFoundWithItsRemedy");
        assertThat(Kit.failuresOf(Helpless.class)).containsExactly("whatIsWrongIsFoundWithItsRemedy");
        assertThat(Kit.failuresOf(Throwing.class)).containsExactly("whatCannotBeLookedAtInTimeIsFoundToo");
        assertThat(Kit.failuresOf(LateAndContent.class)).containsExactly("whatCannotBeLookedAtInTimeIsFoundToo");
        assertThat(Kit.failuresOf(Writing.class)).containsExactly("lookingChangesNothing");
    }
}
