package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.api.plugin.Finding.Level;

/// What `moorage doctor` expects of a {@link Diagnosis}.
public abstract class DiagnosisContract {
    /// For subclasses.
    protected DiagnosisContract() {}

    /// The role of a backend that has all that it needs; the same within a test.
    protected abstract Diagnosis diagnosis();

    /// Lets something be wrong without which calls fail.
    protected abstract void spoil();

    /// How many requests have changed the cloud so far.
    protected abstract long writes();

    private List<Finding> examine() {
        return diagnosis().examine(Requests.soon());
    }

    private static void assertReadable(List<Finding> findings) {
        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.subject()).isNotBlank().hasLineCount(1);
            assertThat(finding.text()).isNotBlank().hasLineCount(1);
            assertThat(finding.remedy().orElse("none is needed")).isNotBlank().hasLineCount(1);
            assertThat(finding.remedy().isPresent()).as(finding.toString()).isEqualTo(finding.level() != Level.SOUND);
        });
    }

    @Test
    void nothingIsWrongWithWhatIsSound() {
        var findings = examine();

        assertReadable(findings);
        assertThat(findings).extracting(Finding::level).doesNotContain(Level.WRONG);
    }

    @Test
    void whatIsWrongIsFoundWithItsRemedy() {
        spoil();

        var findings = examine();

        assertReadable(findings);
        assertThat(findings).extracting(Finding::level).contains(Level.WRONG);
    }

    @Test
    void whatCannotBeLookedAtInTimeIsFoundToo() {
        var findings = diagnosis().examine(Requests.within(Duration.ZERO));

        assertReadable(findings);
        assertThat(findings).extracting(Finding::level).containsAnyOf(Level.WARNING, Level.WRONG);
    }

    @Test
    void lookingChangesNothing() {
        var before = writes();

        examine();

        assertThat(writes()).isEqualTo(before);
    }
}
