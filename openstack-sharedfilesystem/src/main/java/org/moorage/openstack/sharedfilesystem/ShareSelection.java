package org.moorage.openstack.sharedfilesystem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.openstack.http.Calls;

/// What a listing of shares, snapshots or groups shall hold. Begin at {@link #everything()} and narrow it.
///
/// Manila pages by a count of entries, so what comes and goes between two pages shifts them; without a limit it
/// lists all at one time.
///
/// @param name     only objects of exactly this name
/// @param share    only snapshots of this share
/// @param group    only shares of this share group, or group snapshots of it
/// @param status   only objects in this state
/// @param metadata only objects with all of this metadata; snapshots have some since 2.73
/// @param offset   how many entries are passed over; it counts only with a limit
/// @param limit    most entries of a page; 0 is all
/// @param newest   whether the newest come first; otherwise the oldest do
public record ShareSelection(
        Optional<String> name,
        Optional<String> share,
        Optional<String> group,
        Optional<String> status,
        Map<String, String> metadata,
        int offset,
        int limit,
        boolean newest) {
    /// Copies the metadata.
    public ShareSelection {
        metadata = Map.copyOf(metadata);
    }

    /// Everything that the project has.
    public static ShareSelection everything() {
        return new ShareSelection(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 0, 0, false);
    }

    /// This, and only objects of exactly that name.
    public ShareSelection named(String wanted) {
        return new ShareSelection(Optional.of(wanted), share, group, status, metadata, offset, limit, newest);
    }

    /// This, and only snapshots of that share.
    public ShareSelection ofShare(String wanted) {
        return new ShareSelection(name, Optional.of(wanted), group, status, metadata, offset, limit, newest);
    }

    /// This, and only what belongs to that share group.
    public ShareSelection ofGroup(String wanted) {
        return new ShareSelection(name, share, Optional.of(wanted), status, metadata, offset, limit, newest);
    }

    /// This, and only objects in that state.
    public ShareSelection inStatus(ShareStatus wanted) {
        return new ShareSelection(name, share, group, Optional.of(wanted.text()), metadata, offset, limit, newest);
    }

    /// This, and only objects with all of that metadata.
    public ShareSelection marked(Map<String, String> wanted) {
        return new ShareSelection(name, share, group, status, wanted, offset, limit, newest);
    }

    /// This, a page of it: at most `most` entries behind the first `passed`.
    public ShareSelection page(int passed, int most) {
        return new ShareSelection(name, share, group, status, metadata, passed, most, newest);
    }

    /// This, the newest first.
    public ShareSelection newestFirst() {
        return new ShareSelection(name, share, group, status, metadata, offset, limit, true);
    }

    Map<String, List<String>> query() {
        var query = new LinkedHashMap<String, List<String>>();
        name.ifPresent(text -> query.put("name", List.of(text)));
        share.ifPresent(text -> query.put("share_id", List.of(text)));
        group.ifPresent(text -> query.put("share_group_id", List.of(text)));
        status.ifPresent(text -> query.put("status", List.of(text)));
        if (!metadata.isEmpty()) {
            query.put("metadata", List.of(Calls.dictionary(metadata)));
        }
        query.put("sort_key", List.of("created_at"));
        query.put("sort_dir", List.of(newest ? "desc" : "asc"));
        if (limit > 0) {
            query.put("limit", List.of(Integer.toString(limit)));
            query.put("offset", List.of(Integer.toString(offset)));
        }
        return query;
    }

    /// Where the next page begins, as a text; empty when this one, of so many entries, is the last.
    Optional<String> next(int entries) {
        return limit > 0 && entries >= limit ? Optional.of(Integer.toString(offset + entries)) : Optional.empty();
    }
}
