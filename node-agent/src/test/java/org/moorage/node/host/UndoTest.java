package org.moorage.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;

class UndoTest {
    private final List<String> undone = new ArrayList<>();

    @Test
    void takesNothingBackWhenAllWentWell() {
        Undo.onFailure(undo -> undo.add(() -> undone.add("step")));

        assertThat(undone).isEmpty();
    }

    @Test
    void takesBackTheLastThingFirst() {
        assertThatThrownBy(() -> Undo.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    undo.add(() -> undone.add("second"));
                    throw new Failure.Precondition("no");
                }))
                .isInstanceOf(Failure.Precondition.class);

        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void isNotFinalWhenSomethingCouldNotBeTakenBack() {
        assertThatThrownBy(() -> Undo.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    undo.add(() -> {
                        throw new Failure.Unavailable("busy");
                    });
                    throw new Failure.Precondition("no");
                }))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("no")
                .hasMessageContaining("busy");

        assertThat(undone).containsExactly("first");
    }

    @Test
    void takesBackAlsoWhenSomethingUnexpectedHappens() {
        assertThatThrownBy(() -> Undo.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    throw new IllegalStateException("unexpected");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(undone).containsExactly("first");
    }

    @Test
    void takesBackUndisturbedByAnInterrupt() {
        assertThatThrownBy(() -> Undo.onFailure(undo -> {
                    undo.add(() ->
                            undone.add("interrupted: " + Thread.currentThread().isInterrupted()));
                    Thread.currentThread().interrupt();
                    throw new Failure.Unfinished("the caller went away");
                }))
                .isInstanceOf(Failure.Unfinished.class);

        assertThat(undone).containsExactly("interrupted: false");
        assertThat(Thread.interrupted()).isTrue();
    }
}
