package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.moorage.emulator.http.Rejection;

/// All that Manila knows. Used under the timeline's lock only.
final class Store {
    final Map<String, Share> shares = new LinkedHashMap<>();
    final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    final Map<String, AccessRule> rules = new LinkedHashMap<>();
    /// Where each share is to be had, by the share's id.
    final Map<String, List<ExportLocation>> exports = new LinkedHashMap<>();
    final Map<String, ShareGroupType> groupTypes = new LinkedHashMap<>();
    final Map<String, ShareGroup> groups = new LinkedHashMap<>();
    final Map<String, GroupSnapshot> groupSnapshots = new LinkedHashMap<>();
    final Map<String, Message> messages = new LinkedHashMap<>();
    final Map<String, ShareNetwork> networks = new LinkedHashMap<>();
    private final Map<String, ShareType> types = new LinkedHashMap<>();

    Store(List<ShareType> types) {
        types.forEach(this::put);
    }

    void put(ShareType type) {
        types.values().removeIf(old -> old.name().equals(type.name()));
        types.put(type.id(), type);
    }

    List<ShareType> types() {
        return List.copyOf(types.values());
    }

    Optional<ShareType> findType(String nameOrId) {
        return types.values().stream()
                .filter(type -> type.name().equals(nameOrId) || type.id().equals(nameOrId))
                .findFirst();
    }

    /// A share that an action is asked of.
    Share requireShare(String id) {
        return require(shares, id, "NotFound: Resource could not be found.");
    }

    /// What a page of its own is asked of.
    static <T> T requirePage(Map<String, T> map, String id) {
        return require(map, id, "The resource could not be found.");
    }

    static <T> T require(Map<String, T> map, String id, String missing) {
        var found = map.get(id);
        if (found == null) {
            throw Rejection.notFound(missing);
        }
        return found;
    }

    void change(String shareId, UnaryOperator<Share> change) {
        shares.computeIfPresent(shareId, (_, share) -> change.apply(share));
    }

    void changeSnapshot(String snapshotId, UnaryOperator<Snapshot> change) {
        snapshots.computeIfPresent(snapshotId, (_, snapshot) -> change.apply(snapshot));
    }

    void changeRule(String ruleId, UnaryOperator<AccessRule> change) {
        rules.computeIfPresent(ruleId, (_, rule) -> change.apply(rule));
    }

    /// In the order in which they were made.
    List<AccessRule> rulesOf(String shareId) {
        return rules.values().stream()
                .filter(rule -> rule.shareId().equals(shareId))
                .toList();
    }

    /// Newest first.
    List<Snapshot> snapshotsOf(String shareId) {
        return new ArrayList<>(snapshots.values())
                .reversed().stream()
                        .filter(snapshot -> snapshot.shareId().equals(shareId))
                        .toList();
    }

    void changeGroup(String groupId, UnaryOperator<ShareGroup> change) {
        groups.computeIfPresent(groupId, (_, group) -> change.apply(group));
    }

    void changeGroupSnapshot(String snapshotId, UnaryOperator<GroupSnapshot> change) {
        groupSnapshots.computeIfPresent(snapshotId, (_, taken) -> change.apply(taken));
    }

    List<Share> sharesOf(String groupId) {
        return shares.values().stream()
                .filter(share -> groupId.equals(share.origin().groupId()))
                .toList();
    }

    /// Whether snapshots, of the share alone or of its group, hold what the share held.
    boolean hasSnapshots(String shareId) {
        return !snapshotsOf(shareId).isEmpty()
                || groupSnapshots.values().stream()
                        .flatMap(taken -> taken.members().stream())
                        .anyMatch(member -> member.shareId().equals(shareId));
    }

    /// Forgets a share with all that belongs to it.
    void forget(String shareId) {
        shares.remove(shareId);
        exports.remove(shareId);
        rules.values().removeIf(rule -> rule.shareId().equals(shareId));
    }

    int usedGigabytes() {
        return shares.values().stream().mapToInt(Share::size).sum();
    }

    int usedSnapshotGigabytes() {
        return snapshots.values().stream().mapToInt(Snapshot::size).sum();
    }

    /// Leaves word for the user of why something failed.
    void tell(Instant now, String resourceType, String resourceId, Message.Action action, Message.Detail detail) {
        var id = newId();
        messages.put(id, new Message(id, action, detail, resourceType, resourceId, "req-" + newId(), now));
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
