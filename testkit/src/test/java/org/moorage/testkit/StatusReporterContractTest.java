package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.StatusReporter;

class StatusReporterContractTest {
    static class Sound extends StatusReporterContract {
        boolean reached = true;

        @Override
        protected StatusReporter reporter() {
            return () -> session("logged in");
        }

        static StatusReport session(String state) {
            return new StatusReport(List.of(new StatusReport.Session("the store", state, Optional.empty())), List.of());
        }

        @Override
        protected List<String> secrets() {
            return List.of("hunter2");
        }

        @Override
        protected void end() {
            reached = false;
        }
    }

    static class TellsItsPassword extends Sound {
        @Override
        protected StatusReporter reporter() {
            return () -> session("logged in by hunter2");
        }
    }

    static class AsksEachTime extends Sound {
        @Override
        protected StatusReporter reporter() {
            return () -> {
                if (!reached) {
                    throw new Failure.Unavailable("the store is away");
                }
                return session("logged in");
            };
        }
    }

    static class HidesThatNobodyAnswered extends Sound {
        @Override
        protected StatusReporter reporter() {
            return () -> session(reached ? "logged in" : "unknown");
        }
    }

    static class WaitsForEver extends Sound {
        @Override
        protected StatusReporter reporter() {
            return () -> new StatusReport(
                    session("logged in").sessions(),
                    List.of(new StatusReport.Wait("nothing", Instant.EPOCH, Instant.EPOCH)));
        }
    }

    static class SaysNothing extends Sound {
        @Override
        protected StatusReporter reporter() {
            return () -> new StatusReport(List.of(), List.of());
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(TellsItsPassword.class)).containsExactly("showsNoSecret");
        assertThat(Kit.failuresOf(AsksEachTime.class)).containsExactly("answersFromMemory");
        assertThat(Kit.failuresOf(HidesThatNobodyAnswered.class)).containsExactly("answersFromMemory");
        assertThat(Kit.failuresOf(WaitsForEver.class)).containsExactly("waitsForNothingWhileNothingIsAsked");
        assertThat(Kit.failuresOf(SaysNothing.class)).containsExactly("namesItsSessionsAndHowTheyStand");
    }
}
