package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.openstack.http.Calls;

/// What a listing shall hold. Begin at {@link #everything()} and narrow it.
///
/// @param name         only objects of exactly this name
/// @param volume       only snapshots of this volume, or attachments or backups of it
/// @param status       only objects in this state
/// @param updatedSince only volumes that changed at this time or later (3.60)
/// @param metadata     only objects with all of this metadata
/// @param marker       begin behind the object of this id
/// @param limit        most entries of a page; 0 leaves it to the service
public record Selection(
        Optional<String> name,
        Optional<String> volume,
        Optional<String> status,
        Optional<Instant> updatedSince,
        Map<String, String> metadata,
        Optional<String> marker,
        int limit) {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    /// Copies the metadata.
    public Selection {
        metadata = Map.copyOf(metadata);
    }

    /// Everything that the project has.
    public static Selection everything() {
        return new Selection(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), 0);
    }

    /// This, and only objects of exactly that name.
    public Selection named(String wanted) {
        return new Selection(Optional.of(wanted), volume, status, updatedSince, metadata, marker, limit);
    }

    /// This, and only what belongs to that volume.
    public Selection ofVolume(String wanted) {
        return new Selection(name, Optional.of(wanted), status, updatedSince, metadata, marker, limit);
    }

    /// This, and only objects in that state.
    public Selection inStatus(String wanted) {
        return new Selection(name, volume, Optional.of(wanted), updatedSince, metadata, marker, limit);
    }

    /// This, and only volumes that changed at that time or later.
    public Selection changedSince(Instant wanted) {
        return new Selection(name, volume, status, Optional.of(wanted), metadata, marker, limit);
    }

    /// This, and only objects with all of that metadata.
    public Selection marked(Map<String, String> wanted) {
        return new Selection(name, volume, status, updatedSince, wanted, marker, limit);
    }

    /// This, a page of it: at most `most` entries behind `start`.
    public Selection page(Optional<String> start, int most) {
        return new Selection(name, volume, status, updatedSince, metadata, start, most);
    }

    Map<String, List<String>> query() {
        var query = new LinkedHashMap<String, List<String>>();
        name.ifPresent(text -> query.put("name", List.of(text)));
        volume.ifPresent(text -> query.put("volume_id", List.of(text)));
        status.ifPresent(text -> query.put("status", List.of(text)));
        updatedSince.ifPresent(time -> query.put("updated_at", List.of("gte:" + SECONDS.format(time))));
        if (!metadata.isEmpty()) {
            query.put("metadata", List.of(Calls.dictionary(metadata)));
        }
        if (limit > 0) {
            query.put("limit", List.of(Integer.toString(limit)));
        }
        marker.ifPresent(text -> query.put("marker", List.of(text)));
        return query;
    }
}
