package org.moorage.benchmarks.storm;

import java.time.Duration;

/// How long the sidecars wait for the answer to one call.
public enum Patience {
    /// As they do by themselves: external-provisioner and external-resizer 10 s, external-attacher 15 s,
    /// external-snapshotter 60 s.
    DEFAULT,
    /// `--timeout=3m`, which the manifests of the Go driver set.
    MANIFESTS;

    /// The time limit of one call.
    Duration of(Step step) {
        return switch (this) {
            case MANIFESTS -> Duration.ofMinutes(3);
            case DEFAULT ->
                Duration.ofSeconds(
                        switch (step) {
                            case CREATE, DELETE, EXPAND -> 10;
                            case ATTACH, DETACH -> 15;
                            case SNAPSHOT, DELETE_SNAPSHOT -> 60;
                        });
        };
    }
}
