package org.moorage.emulator.manila;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Request;

/// What a list is narrowed by. A filter that Manila does not know is passed over.
record Filters(Request request) {
    private static final int LIKE = 36;
    private static final int BIN = 69;
    private static final int SNAPSHOT_METADATA = 73;

    Predicate<Share> shares(Function<Share, List<ExportLocation>> exports) {
        var binned = request.version().from(BIN)
                && "true".equalsIgnoreCase(request.query().get("is_soft_deleted"));
        return all(List.of(
                share -> (share.binnedAt() != null) == binned,
                text("name", share -> share.text().name()),
                text("display_name", share -> share.text().name()),
                like("name~", share -> share.text().name()),
                late("description", share -> share.text().description()),
                like("description~", share -> share.text().description()),
                text("status", share -> share.status().text()),
                text("share_type_id", share -> share.type().id()),
                text("snapshot_id", share -> share.origin().snapshotId()),
                text("share_group_id", share -> share.origin().groupId()),
                text("share_network_id", Share::networkId),
                export("export_location_id", exports, ExportLocation::id),
                export("export_location_path", exports, ExportLocation::path),
                metadata(Share::metadata)));
    }

    Predicate<Snapshot> snapshots() {
        return all(List.of(
                text("name", snapshot -> snapshot.text().name()),
                text("display_name", snapshot -> snapshot.text().name()),
                like("name~", snapshot -> snapshot.text().name()),
                late("description", snapshot -> snapshot.text().description()),
                like("description~", snapshot -> snapshot.text().description()),
                text("status", snapshot -> snapshot.status().text()),
                text("share_id", Snapshot::shareId),
                text("size", snapshot -> Integer.toString(snapshot.size())),
                request.version().from(SNAPSHOT_METADATA) ? metadata(Snapshot::metadata) : _ -> true));
    }

    Predicate<Message> messages() {
        return all(List.of(
                text("resource_id", Message::resourceId),
                text("resource_type", Message::resourceType),
                text("action_id", message -> message.action().id),
                text("detail_id", message -> message.detail().id()),
                text("request_id", Message::requestId),
                text("message_level", _ -> "ERROR")));
    }

    Predicate<AccessRule> rules() {
        return metadata(AccessRule::metadata);
    }

    /// One value of an object, if it has one.
    private interface Value<T> {
        @Nullable
        String of(T object);
    }

    private <T> Predicate<T> text(String name, Value<T> value) {
        var text = request.query().get(name);
        return text == null ? _ -> true : object -> text.equals(value.of(object));
    }

    private <T> Predicate<T> late(String name, Value<T> value) {
        return request.version().from(LIKE) ? text(name, value) : _ -> true;
    }

    private <T> Predicate<T> like(String name, Value<T> value) {
        var text = request.query().get(name);
        if (text == null || !request.version().from(LIKE)) {
            return _ -> true;
        }
        return object -> {
            var found = value.of(object);
            return found != null && found.contains(text);
        };
    }

    private Predicate<Share> export(
            String name, Function<Share, List<ExportLocation>> exports, Function<ExportLocation, String> value) {
        var text = request.query().get(name);
        return text == null
                ? _ -> true
                : share -> exports.apply(share).stream()
                        .anyMatch(export -> value.apply(export).equals(text));
    }

    private <T> Predicate<T> metadata(Function<T, Map<String, String>> value) {
        var text = request.query().get("metadata");
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
            throw Manila.broken();
        }
    }

    private static <T> Predicate<T> all(List<Predicate<T>> predicates) {
        return object -> predicates.stream().allMatch(predicate -> predicate.test(object));
    }
}
