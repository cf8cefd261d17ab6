package org.moorage.emulator.http;

import java.util.Optional;

/// One OpenStack service below its own root on the listener. Called by many threads at once.
public interface Service {
    /// The word by which the request log names it: `identity`, `volume`, `share`, `compute`, `metadata`.
    String name();

    /// The path below which it answers, without a slash at its end; empty for the one that takes all the rest.
    String root();

    /// The request with the path that its routes are written in: version and project taken off.
    Request narrow(Request request);

    Optional<Router.Match> find(Request narrowed);

    /// Checks the token and the version, then answers.
    ///
    /// @throws Rejection refused, in the service's words
    Answer serve(Request narrowed, Optional<Router.Match> match);

    /// Whether it is part of the emulated cloud: only then do latency and faults hit it and the log count it.
    default boolean emulated() {
        return true;
    }

    /// A refusal in the body this service puts around it.
    Answer dress(Rejection rejection);
}
