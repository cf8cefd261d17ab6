package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.StatusReporter;

/// What the status page expects of a {@link StatusReporter}.
public abstract class StatusReporterContract {
    /// For subclasses.
    protected StatusReporterContract() {}

    /// The role of a backend that has a session with what stores its volumes; the same within a test.
    protected abstract StatusReporter reporter();

    /// The passwords, tokens and users that its sessions are opened with, at least one.
    protected abstract List<String> secrets();

    /// Takes all away that it could ask.
    protected abstract void end();

    @Test
    void namesItsSessionsAndHowTheyStand() {
        assertThat(reporter().report().sessions()).isNotEmpty().allSatisfy(session -> {
            assertThat(session.name()).isNotBlank();
            assertThat(session.state()).isNotBlank();
        });
    }

    @Test
    void showsNoSecret() {
        assertThat(secrets()).isNotEmpty();

        assertThat(reporter().report().toString()).doesNotContain(secrets());
    }

    /// Who asks anybody is found out, since nobody is there.
    @Test
    void answersFromMemory() {
        var before = reporter().report();

        end();

        assertThat(reporter().report().sessions()).isEqualTo(before.sessions());
    }

    @Test
    void waitsForNothingWhileNothingIsAsked() {
        assertThat(reporter().report().waits()).isEmpty();
    }
}
