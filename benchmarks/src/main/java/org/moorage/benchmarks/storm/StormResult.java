package org.moorage.benchmarks.storm;

import java.time.Duration;
import java.util.Map;

/// How one driver came through a storm.
///
/// @param contender     the driver's name for tables
/// @param version       what it calls itself
/// @param lived         how many volumes lived their whole life
/// @param wall          from the first call to the answer of the last
/// @param steps         how long each step took, from its first call until it succeeded
/// @param requests      what the cloud was asked, as `volume GET /volumes/{id}`, and how often
/// @param injected      the faults that hit a request, by name
/// @param errors        what callers were answered in place of success, by call and code
/// @param messages      the texts of these errors
/// @param leftVolumes   volumes and shares in the cloud after the last answer and some seconds more
/// @param leftOthers    attachments, snapshots and access rules, likewise
/// @param processorTime the driver's own, from Probe to the end
/// @param peakMemory    the most that was resident, in MiB
/// @param trouble       why a life came to no end; empty when all did
public record StormResult(
        String contender,
        String version,
        int lived,
        Duration wall,
        Map<Step, Spread> steps,
        Map<String, Long> requests,
        Map<String, Long> injected,
        Map<String, Integer> errors,
        Map<String, Integer> messages,
        int leftVolumes,
        int leftOthers,
        Duration processorTime,
        long peakMemory,
        String trouble) {
    /// All requests to the cloud for each volume that lived.
    public double requestsPerLifecycle() {
        return requests.values().stream().mapToLong(count -> count).sum() / (double) Math.max(1, lived);
    }

    public long allInjected() {
        return injected.values().stream().mapToLong(count -> count).sum();
    }

    public int allErrors() {
        return errors.values().stream().mapToInt(count -> count).sum();
    }
}
