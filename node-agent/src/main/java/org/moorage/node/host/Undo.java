package org.moorage.node.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.moorage.api.failure.Failure;

/// What a call did and must take back if it fails, last thing first. What was there before the call is never
/// entered here.
public final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    private Undo() {}

    /// Runs `work`, which enters here whatever it does; if it fails, that is taken back before the failure goes
    /// on. Callers believe after a final failure that nothing is left (CSI 1.13, "Error Scheme"), so if taking
    /// back fails too, the failure becomes one that is not final.
    ///
    /// @throws Failure.Unavailable `work` failed, and not all that it did could be taken back
    public static void onFailure(Consumer<Undo> work) {
        var undo = new Undo();
        var done = false;
        try {
            work.accept(undo);
            done = true;
        } catch (Failure failure) {
            done = true;
            undo.rollBack(failure);
            throw failure;
        } finally {
            if (!done) {
                undo.run();
            }
        }
    }

    /// Enters how to take back what was just done, or is about to be.
    public void add(Runnable step) {
        steps.push(step);
    }

    private void rollBack(Failure cause) {
        var problems = run();
        if (!problems.isEmpty()) {
            throw new Failure.Unavailable(
                    cause.getMessage() + "; and this could not be taken back: " + String.join("; ", problems), cause);
        }
    }

    private List<String> run() {
        var problems = new ArrayList<String>();
        while (!steps.isEmpty()) {
            try {
                Waiting.uninterrupted(steps.pop());
            } catch (Failure failure) {
                problems.add(String.valueOf(failure.getMessage()));
            }
        }
        return problems;
    }
}
