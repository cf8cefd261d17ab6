package org.moorage.benchmarks.storm;

import java.time.Duration;

/// A storm: how many volumes live, and in what cloud.
///
/// @param lifecycles     how many volumes are created and deleted in all
/// @param concurrency    how many of them live at one time
/// @param requestLatency how long each answer of the cloud waits
/// @param stateTime      how long a state such as creating or attaching lasts
/// @param weather        what goes wrong
/// @param snapshots      whether a volume is also snapshotted and grown while it is attached
/// @param patience       how long a call may take
public record StormSettings(
        int lifecycles,
        int concurrency,
        Duration requestLatency,
        Duration stateTime,
        Weather weather,
        boolean snapshots,
        Patience patience) {
    public StormSettings {
        if (lifecycles < 1 || concurrency < 1) {
            throw new IllegalArgumentException("a storm has at least one lifecycle, and at least one at a time");
        }
    }

    /// The same with so many volumes and nothing that goes wrong.
    public StormSettings calm(int volumes) {
        return new StormSettings(volumes, concurrency, requestLatency, stateTime, Weather.FAIR, snapshots, patience);
    }
}
