package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// How lists are sorted: newest first unless the request says otherwise, and by id among equals, as the database does.
final class Order {
    private static final Map<String, Comparator<Volume>> VOLUME_KEYS = Map.of(
            "created_at", Comparator.comparing(volume -> Views.kept(volume.createdAt())),
            "updated_at",
                    Comparator.comparing(Volume::updatedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder())),
            "name",
                    Comparator.comparing(
                            volume -> volume.text().name(), Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "status", Comparator.comparing(volume -> volume.status().text()),
            "size", Comparator.comparingInt(Volume::size),
            "id", Comparator.comparing(Volume::id),
            "availability_zone", Comparator.comparing(Volume::zone));

    private Order() {}

    static Comparator<Volume> volumes(Request request) {
        var order = request.query().get("sort");
        if (order == null) {
            var key = request.query().getOrDefault("sort_key", "created_at");
            order = key + ":" + request.query().getOrDefault("sort_dir", "desc");
        }
        Comparator<Volume> result = (_, _) -> 0;
        for (var part : order.split(",", -1)) {
            var words = part.strip().split(":", 2);
            var comparator = VOLUME_KEYS.get(words[0]);
            if (comparator == null) {
                throw Rejection.badRequest("Invalid input received: Invalid sort key");
            }
            var descending = words.length == 1 || words[1].equals("desc");
            result = result.thenComparing(descending ? comparator.reversed() : comparator);
        }
        return result.thenComparing(Volume::id, Comparator.reverseOrder());
    }

    static Comparator<Backup> backups() {
        return Comparator.comparing((Backup backup) -> Views.kept(backup.createdAt()))
                .thenComparing(Backup::id)
                .reversed();
    }

    static Comparator<Snapshot> snapshots() {
        return Comparator.comparing((Snapshot snapshot) -> Views.kept(snapshot.createdAt()))
                .thenComparing(Snapshot::id)
                .reversed();
    }
}
