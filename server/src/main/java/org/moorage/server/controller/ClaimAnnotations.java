package org.moorage.server.controller;

import java.util.Map;
import org.moorage.api.Deadline;

/// Where the annotations of the claim behind a request for a volume come from.
@FunctionalInterface
public interface ClaimAnnotations {
    /// Nobody reads any.
    ClaimAnnotations NONE = (_, _, _) -> Map.of();

    /// The annotations that begin with the driver's name and a `/`.
    ///
    /// @param volume     the name of the volume that is asked for
    /// @param parameters the request's parameters, which may name the claim
    /// @throws org.moorage.api.failure.Failure.Unavailable they cannot be read now
    Map<String, String> of(String volume, Map<String, String> parameters, Deadline deadline);
}
