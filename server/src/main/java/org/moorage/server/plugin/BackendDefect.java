package org.moorage.server.plugin;

import org.moorage.api.plugin.BackendProvider;

/// A backend failed in a way that no role allows: a mistake of its author, not of its operator.
public final class BackendDefect extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param mistake what it threw, beside the refusals and failures that opening allows
    public BackendDefect(BackendProvider provider, Throwable mistake) {
        this(provider, "failed while it was opened: " + mistake, mistake);
    }

    private BackendDefect(BackendProvider provider, String what, Throwable mistake) {
        super(
                "backend " + provider.name() + " (" + provider.getClass().getModule() + ") " + what
                        + "; this is a defect of its own: tell its author",
                mistake);
    }

    /// It does not come back from being opened.
    public static BackendDefect hanging(BackendProvider provider, Throwable waiting) {
        return new BackendDefect(provider, "has not come back from being opened, and is left out", waiting);
    }
}
