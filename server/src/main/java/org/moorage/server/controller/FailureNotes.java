package org.moorage.server.controller;

import java.util.Map;
import org.moorage.api.failure.Failure;

/// Who is told when a volume that a claim asked for cannot be made.
@FunctionalInterface
public interface FailureNotes {
    /// Nobody is.
    FailureNotes NONE = (_, _) -> {};

    /// Takes note. Never waits, never throws.
    ///
    /// @param parameters the request's parameters, which may name the claim
    void failed(Map<String, String> parameters, Failure failure);
}
