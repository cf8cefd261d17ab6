package org.moorage.server.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How to reach the Kubernetes API, and how much may be asked of it.
///
/// @param master     the server's URL, over the one in the kubeconfig
/// @param kubeconfig the file that says how to log in; without it and without a master, the pod's own account is used
/// @param qps        requests a second, in the long run
/// @param burst      requests at once
/// @param resync     how long a watch goes on, at least, before all is listed anew; at most twice as long
public record ClusterSettings(
        Optional<String> master, Optional<Path> kubeconfig, double qps, int burst, Duration resync) {
    /// The Go driver's values: the account of the pod.
    public static final ClusterSettings DEFAULT =
            new ClusterSettings(Optional.empty(), Optional.empty(), 5, 10, Duration.ofHours(12));
}
