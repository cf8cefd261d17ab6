package org.moorage.api.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a backend cannot be opened, or the server not be started: each problem one line that says what is wrong,
/// where, and what to do. The process ends with a non-zero exit code.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /// A refusal for one problem.
    public Refusal(String problem) {
        this(List.of(problem), null);
    }

    /// A refusal for one problem that another failure caused.
    public Refusal(String problem, @Nullable Throwable cause) {
        this(List.of(problem), cause);
    }

    /// A refusal for several problems, all that are known.
    public Refusal(List<String> problems, @Nullable Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    /// The problems, one line each.
    public List<String> problems() {
        return problems;
    }
}
