package org.moorage.emulator;

import java.nio.file.Path;
import java.util.List;

/// What is in the cloud now: a test that cleans up after itself leaves nothing.
///
/// @param volumes ids, in every state
/// @param attachments Cinder's ids, in every state
/// @param rules access rules of shares, in every state
/// @param loopDevices bound to the cloud's files
public record Leftovers(
        List<String> volumes,
        List<String> snapshots,
        List<String> backups,
        List<String> groups,
        List<String> groupSnapshots,
        List<String> attachments,
        List<String> shares,
        List<String> shareSnapshots,
        List<String> rules,
        List<String> shareGroups,
        List<String> shareGroupSnapshots,
        List<Path> loopDevices) {
    public boolean none() {
        return groups.isEmpty()
                && groupSnapshots.isEmpty()
                && volumes.isEmpty()
                && snapshots.isEmpty()
                && backups.isEmpty()
                && attachments.isEmpty()
                && shares.isEmpty()
                && shareSnapshots.isEmpty()
                && rules.isEmpty()
                && shareGroups.isEmpty()
                && shareGroupSnapshots.isEmpty()
                && loopDevices.isEmpty();
    }
}
