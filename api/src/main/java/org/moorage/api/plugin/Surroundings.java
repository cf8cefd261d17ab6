package org.moorage.api.plugin;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// What the server lends to a backend.
///
/// @param services   the services that this process is to serve: without {@link Service#CONTROLLER} a backend
///     opens no
///                   session and needs no credentials
/// @param clock      the time
/// @param meters     where measurements go
/// @param version    the version of Moorage, for driver versions and user agents
/// @param userAgents further words for the user agent that a backend shows to its cloud, in order
public record Surroundings(
        Set<Service> services, InstantSource clock, Meters meters, String version, List<String> userAgents) {
    /// Copies the collections.
    public Surroundings {
        services = Set.copyOf(services);
        userAgents = List.copyOf(userAgents);
    }
}
