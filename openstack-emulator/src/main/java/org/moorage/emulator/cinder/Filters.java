package org.moorage.emulator.cinder;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// What a list is narrowed by.
final class Filters {
    private static final Set<String> PAGING =
            Set.of("limit", "marker", "offset", "sort", "sort_key", "sort_dir", "with_count", "all_tenants");
    /// From here on a filter that Cinder does not know is refused, and times are compared, although the documents say
    /// that the latter came with 3.60; before, both are passed over.
    private static final int STRICT = 31;

    private final Map<String, String> wanted = new LinkedHashMap<>();
    private final Request request;

    /// Reads the filters of a request.
    ///
    /// @param known the filters that Cinder has for this kind of object
    Filters(Request request, Set<String> known) {
        this.request = request;
        request.query().forEach((name, value) -> {
            if (known.contains(name)) {
                wanted.put(name, value);
            }
        });
        var unknown = request.query().keySet().stream()
                .filter(name -> !known.contains(name) && !PAGING.contains(name))
                .toList();
        if (request.version().from(STRICT) && !unknown.isEmpty()) {
            throw Rejection.badRequest(
                    "Invalid filters " + String.join(", ", unknown) + " are found in query options.");
        }
    }

    Predicate<Volume> volumes() {
        return all(List.of(
                text("name", volume -> volume.text().name()),
                text("status", volume -> volume.status().text()),
                text("availability_zone", Volume::zone),
                text("size", volume -> Integer.toString(volume.size())),
                text("bootable", _ -> "false"),
                metadata(Volume::metadata),
                time("created_at", Volume::createdAt),
                time("updated_at", Volume::updatedAt)));
    }

    Predicate<Snapshot> snapshots() {
        return all(List.of(
                text("name", snapshot -> snapshot.text().name()),
                text("status", snapshot -> snapshot.status().text()),
                text("volume_id", Snapshot::volumeId),
                metadata(Snapshot::metadata)));
    }

    Predicate<Backup> backups() {
        return all(List.of(
                text("name", backup -> backup.text().name()),
                text("status", backup -> backup.status().text()),
                text("volume_id", Backup::volumeId)));
    }

    Predicate<Group> groups() {
        return all(List.of(
                text("name", group -> group.text().name()),
                text("status", group -> group.status().text())));
    }

    Predicate<GroupSnapshot> groupSnapshots() {
        return all(List.of(
                text("name", taken -> taken.text().name()),
                text("status", taken -> taken.status().text()),
                text("group_id", GroupSnapshot::groupId)));
    }

    Predicate<Attachment> attachments() {
        return all(List.of(
                text("volume_id", Attachment::volumeId),
                text("instance_id", Attachment::serverId),
                text("status", attachment -> attachment.state().text()),
                text("attach_status", attachment -> attachment.state().text())));
    }

    Predicate<Message> messages() {
        return all(List.of(
                text("resource_uuid", Message::resourceId),
                text("resource_type", Message::resourceType),
                text("event_id", Message::eventId),
                text("request_id", Message::requestId),
                text("message_level", _ -> "ERROR")));
    }

    /// One value of an object, if it has one.
    private interface Value<T, V> {
        @Nullable
        V of(T object);
    }

    private <T> Predicate<T> text(String name, Value<T, String> value) {
        var text = wanted.get(name);
        return text == null ? _ -> true : object -> text.equals(value.of(object));
    }

    private <T> Predicate<T> time(String name, Value<T, Instant> value) {
        var text = wanted.get(name);
        if (text == null || !request.version().from(STRICT)) {
            return _ -> true;
        }
        var times = Times.parse(text);
        return object -> times.hold(value.of(object));
    }

    private <T> Predicate<T> metadata(Function<T, Map<String, String>> value) {
        var text = wanted.get("metadata");
        if (text == null) {
            return _ -> true;
        }
        try {
            // A dictionary as Python writes it; clients of today write JSON, which it reads as well.
            var pairs = Json.parse(text.replace('\'', '"')).properties();
            return object -> pairs.stream()
                    .allMatch(pair ->
                            pair.getValue().asText().equals(value.apply(object).get(pair.getKey())));
        } catch (JsonProcessingException e) {
            return _ -> false;
        }
    }

    private static <T> Predicate<T> all(List<Predicate<T>> predicates) {
        return object -> predicates.stream().allMatch(predicate -> predicate.test(object));
    }
}
