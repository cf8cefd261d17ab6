package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Readiness;

class ReadinessContractTest {
    static class Sound extends ReadinessContract {
        boolean reached;
        boolean begun;

        @Override
        protected Readiness readiness() {
            return () -> begun;
        }

        @Override
        protected void begin() {
            reached = true;
            begun = true;
        }

        @Override
        protected void end() {
            reached = false;
        }
    }

    static class TooSoon extends Sound {
        @Override
        protected Readiness readiness() {
            return () -> true;
        }
    }

    static class AsksEachTime extends Sound {
        @Override
        protected Readiness readiness() {
            return () -> reached;
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(TooSoon.class)).containsExactly("notReadyBeforeItHasWhatItNeeds");
        assertThat(Kit.failuresOf(AsksEachTime.class)).containsExactly("readyOnceItHasBegunAndEverAfter");
    }
}
