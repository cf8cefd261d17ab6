package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls on shares, but for their actions.
final class ShareCalls {
    private static final List<String> PROTOCOLS = List.of("NFS", "CEPHFS");
    private static final Map<String, Comparator<Share>> KEYS = Map.of(
            "created_at", Comparator.comparing(Share::createdAt),
            "updated_at", Comparator.comparing(Share::createdAt),
            "name",
                    Comparator.comparing(
                            share -> share.text().name(), Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "display_name",
                    Comparator.comparing(
                            share -> share.text().name(), Comparator.nullsFirst(Comparator.<String>naturalOrder())),
            "status", Comparator.comparing(share -> share.status().text()),
            "size", Comparator.comparingInt(Share::size),
            "share_proto", Comparator.comparing(Share::protocol),
            "id", Comparator.comparing(Share::id),
            "share_type_id", Comparator.comparing(share -> share.type().id()),
            "snapshot_id",
                    Comparator.comparing(
                            share -> share.origin().snapshotId(),
                            Comparator.nullsFirst(Comparator.<String>naturalOrder())));
    /// Shares of a group, types bound to zones, and hints came with these.
    private static final int FROM_SNAPSHOT_CHECKED = 24;

    private static final int GROUPS = 31;
    private static final int COUNT = 42;
    private static final int ZONES_CHECKED = 48;
    private static final int HINTS = 65;

    private final Store store;
    private final SharedFileSystem.Lives lives;
    private final Views views;
    private final Lists lists;
    private final Policies policies;
    private final Pools pools;

    ShareCalls(Store store, SharedFileSystem.Lives lives, Views views, Lists lists, Policies policies, Pools pools) {
        this.store = store;
        this.lives = lives;
        this.views = views;
        this.lists = lists;
        this.policies = policies;
        this.pools = pools;
    }

    void addTo(Router router) {
        router.on("GET", "/shares/detail", request -> list(request, true))
                .on("GET", "/shares", request -> list(request, false))
                .on("POST", "/shares", this::create)
                .on("GET", "/shares/{id}", this::show)
                .on("PUT", "/shares/{id}", this::update)
                .on("DELETE", "/shares/{id}", this::delete);
    }

    private Answer list(Request request, boolean detail) {
        var filter = new Filters(request).shares(share -> store.exports.getOrDefault(share.id(), List.of()));
        var fitting =
                new ArrayList<>(store.shares.values()).stream().filter(filter).toList();
        var sorted = Lists.sort(fitting, request, KEYS, key -> "Wrong sorting key provided - '" + key + "'.");
        var page = lists.cutShares(sorted, request);
        var body = Json.object();
        var list = body.putArray("shares");
        page.forEach(share -> list.add(detail ? views.full(share, request) : views.summary(share, request)));
        if ((detail || request.version().from(COUNT))
                && "true".equalsIgnoreCase(request.query().get("with_count"))) {
            body.put("count", fitting.size());
        }
        Lists.link(body, "shares_links", "shares", page, Share::id, request);
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        return one(views.full(Store.requirePage(store.shares, request.part("id")), request));
    }

    /// Manila takes the new name under its old name alone.
    private Answer update(Request request) {
        var body = Body.of(request.json(), "share");
        var share = Store.requirePage(store.shares, request.part("id"));
        var text = new Share.Text(
                body.has("display_name")
                        ? body.string("display_name").orElse(null)
                        : share.text().name(),
                body.has("display_description")
                        ? body.string("display_description").orElse(null)
                        : share.text().description());
        store.change(share.id(), old -> old.with(text));
        return one(views.full(share.with(text), request));
    }

    private Answer delete(Request request) {
        var share = Store.requirePage(store.shares, request.part("id"));
        var group = share.origin().groupId();
        if (group != null) {
            var named = request.query().get("share_group_id");
            if (named == null) {
                throw Rejection.badRequest("Must provide 'share_group_id' as a request parameter when deleting a share"
                        + " in a share group.");
            }
            if (!named.equals(group)) {
                throw Rejection.badRequest(
                        "The specified 'share_group_id' does not match the share group id of the share.");
            }
        }
        lives.shares().delete(share, false);
        forgetHints(share.id());
        return Manila.accepted();
    }

    private Answer create(Request request) {
        Manila.require(policies, Policies.CREATE_SHARE);
        var body = Body.of(request.json(), "share");
        refusePublic(body.node().path("is_public"));
        var sizeAsked = body.node().path("size");
        if (sizeAsked.isMissingNode()) {
            throw Manila.broken();
        }
        var protocol = body.required("share_proto").toUpperCase(java.util.Locale.ROOT);
        var spec = spec(request, body);
        var source = spec.source();
        checkType(spec, request);
        var metadata = body.metadata("metadata");
        if (source != null && source.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid share snapshot: status must be 'available'.");
        }
        var size = size(sizeAsked, source);
        checkSource(spec);
        if (!PROTOCOLS.contains(protocol)) {
            throw Rejection.badRequest("Invalid input received: Invalid share protocol provided: " + protocol
                    + ". It is either disabled or unsupported. Available protocols: ['NFS', 'CEPHFS'].");
        }
        checkGroup(spec);
        var origin = new Share.Origin(source == null ? null : source.id(), spec.groupId(), null);
        var hints = request.version().from(HINTS) ? hints(body) : Map.<String, String>of();
        var share = lives.shares()
                .create(
                        new ShareSpec(
                                new Share.Text(body.text("name"), body.text("description")),
                                protocol,
                                size,
                                spec.type(),
                                spec.zone(),
                                spec.networkId(),
                                origin,
                                metadata),
                        effectiveType(spec),
                        lives.shares().data(origin).orElse(null));
        remember(share.id(), hints);
        return one(views.full(store.requireShare(share.id()), request));
    }

    /// What a request names, found and checked as far as that is.
    private record Named(
            Optional<ShareType> type,
            Optional<String> zone,
            Optional<String> networkId,
            @Nullable String groupId,
            @Nullable Snapshot source,
            @Nullable Share parent) {}

    private Named spec(Request request, Body body) {
        var zone = body.nonEmpty("availability_zone");
        zone.filter(name -> !pools.zones().contains(name)).ifPresent(_ -> {
            throw Rejection.notFound("Availability zone %(id)s could not be found.");
        });
        var group = request.version().from(GROUPS) ? body.nonEmpty("share_group_id") : Optional.<String>empty();
        zone = inGroup(zone, group);
        var source = body.nonEmpty("snapshot_id")
                .map(id -> Store.require(
                        store.snapshots, id, "ShareSnapshotNotFound: Snapshot " + id + " could not be found."))
                .orElse(null);
        var parent = source == null ? null : store.requireShare(source.shareId());
        var network = network(body, parent);
        if (parent != null
                && request.version().from(FROM_SNAPSHOT_CHECKED)
                && !parent.type().is(ShareType.FROM_SNAPSHOTS)) {
            throw Rejection.badRequest("A new share may not be created from snapshot '"
                    + java.util.Objects.requireNonNull(source).id()
                    + "', because the snapshot's parent share does not have that capability.");
        }
        network.ifPresent(id -> Store.require(store.networks, id, "Share network " + id + " could not be found."));
        if (parent != null && zone.isEmpty()) {
            zone = Optional.ofNullable(parent.zone());
        }
        return new Named(type(body, parent), zone, network, group.orElse(null), source, parent);
    }

    /// The zone of a share, which is its group's if it is in one.
    private Optional<String> inGroup(Optional<String> zone, Optional<String> groupId) {
        if (groupId.isEmpty()) {
            return zone;
        }
        var group = Store.require(store.groups, groupId.get(), "Share group %(share_group_id)s could not be found.");
        var groupZone = Optional.ofNullable(group.zone());
        if (zone.isPresent() && !zone.equals(groupZone)) {
            throw Rejection.badRequest("Share cannot have AZ ('" + zone.get() + "') different than share group's one ("
                    + groupZone.orElse("None") + ").");
        }
        return groupZone;
    }

    private void checkGroup(Named named) {
        if (named.groupId() == null) {
            return;
        }
        var group = Store.requirePage(store.groups, named.groupId());
        if (group.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Share group status must be available, got " + group.status() + ".");
        }
        var type = effectiveType(named).id();
        if (!group.types().contains(type)) {
            throw Rejection.badRequest("The specified share type (" + type
                    + ") is not supported by the specified share group (" + group.id() + ").");
        }
        if (!named.networkId().equals(Optional.ofNullable(group.networkId()))) {
            throw Rejection.badRequest(
                    "The specified share network (" + named.networkId().orElse("None")
                            + ") is not supported by the specified share group (" + group.id() + ").");
        }
    }

    private static Optional<String> network(Body body, @Nullable Share parent) {
        var network = body.nonEmpty("share_network_id");
        if (parent == null) {
            return network;
        }
        if (network.isPresent() && !network.get().equals(parent.networkId())) {
            throw Rejection.badRequest("Share network ID should be the same as snapshot's parent share's or empty");
        }
        return Optional.ofNullable(parent.networkId());
    }

    private Optional<ShareType> type(Body body, @Nullable Share parent) {
        var name = body.nonEmpty("share_type").or(() -> body.nonEmpty("volume_type"));
        if (name.isPresent()) {
            return Optional.of(
                    store.findType(name.get()).orElseThrow(() -> Rejection.notFound("Share type not found.")));
        }
        return parent == null ? store.findType(SharedFileSystem.DEFAULT_TYPE) : Optional.empty();
    }

    private void checkType(Named named, Request request) {
        var servers = named.type().filter(type -> type.is(ShareType.SERVERS)).isPresent();
        if (servers && named.networkId().isEmpty() && named.source() == null && named.groupId() == null) {
            throw Rejection.badRequest("Share network must be set when the driver_handles_share_servers is true.");
        }
        var type = effectiveType(named);
        var zones = type.extraSpecs().get(ShareType.ZONES);
        if (request.version().from(ZONES_CHECKED)
                && zones != null
                && named.zone().isPresent()
                && !List.of(zones.split(",", -1)).contains(named.zone().get())) {
            throw Rejection.badRequest(
                    "Share type " + type.name() + " is not supported within the availability zone chosen "
                            + named.zone().get() + ".");
        }
    }

    private void checkSource(Named named) {
        var parent = named.parent();
        if (parent == null) {
            return;
        }
        if (named.zone().isPresent() && !named.zone().get().equals(parent.zone())) {
            throw Rejection.badRequest("Invalid input received: The specified availability zone must be the same as the"
                    + " parent share when creating from snapshot.");
        }
        if (named.type().isPresent()
                && !named.type().get().id().equals(parent.type().id())) {
            throw Rejection.badRequest("Invalid input received: Invalid share type specified: the requested share type"
                    + " must match the type of the source share. If a share type is not specified when requesting a new"
                    + " share from a snapshot, the share type of the source share will be applied to the new share.");
        }
    }

    private static ShareType effectiveType(Named named) {
        var parent = named.parent();
        return named.type()
                .orElseGet(() -> java.util.Objects.requireNonNull(parent).type());
    }

    private static int size(JsonNode asked, @Nullable Snapshot source) {
        if (source != null && (asked.isNull() || asked.asText().equals("0"))) {
            return source.size();
        }
        if (!asked.asText().matches("[0-9]{1,9}") || asked.asInt() <= 0) {
            throw Rejection.badRequest("Invalid input received: Share size '" + Json.str(asked)
                    + "' must be an integer and greater than 0.");
        }
        if (source != null && asked.asInt() < source.size()) {
            throw Rejection.badRequest("Invalid input received: Share size '" + asked.asText()
                    + "' must be equal or greater than snapshot size.");
        }
        return asked.asInt();
    }

    private static void refusePublic(JsonNode value) {
        if (value.isMissingNode()) {
            return;
        }
        var text = value.asText().toLowerCase(java.util.Locale.ROOT);
        if (List.of("1", "t", "true", "on", "y", "yes").contains(text)) {
            throw new Rejection(403, "User is not authorized to set 'is_public' to True in the request.");
        }
        if (!List.of("0", "f", "false", "off", "n", "no").contains(text)) {
            throw Rejection.badRequest("Unrecognized value '" + value.asText() + "', acceptable values are: '0', '1',"
                    + " 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'");
        }
    }

    /// What the scheduler is told, by the metadata in which Manila keeps it.
    private Map<String, String> hints(Body body) {
        var hints = new LinkedHashMap<String, String>();
        Map.of("same_host", "__affinity_same_host", "different_host", "__affinity_different_host")
                .forEach((hint, key) -> {
                    var ids = body.node().path("scheduler_hints").path(hint).asText("");
                    if (!ids.isEmpty()) {
                        for (var id : ids.split(",", -1)) {
                            if (!GroupCalls.isUuid(id)) {
                                throw Rejection.badRequest(id + " is not a valid uuid.");
                            }
                            Store.require(store.shares, id, "ShareNotFound: Share " + id + " could not be found.");
                        }
                        hints.put(key, ids);
                    }
                });
        return hints;
    }

    /// Keeps the hints on both sides.
    private void remember(String id, Map<String, String> hints) {
        hints.forEach((key, ids) -> {
            addTo(id, key, ids);
            for (var other : ids.split(",", -1)) {
                addTo(other, key, id);
            }
        });
    }

    private void addTo(String id, String key, String more) {
        store.change(id, share -> {
            var metadata = new HashMap<>(share.metadata());
            metadata.merge(key, more, (before, added) -> before + "," + added);
            return share.with(metadata);
        });
    }

    private void forgetHints(String id) {
        for (var key : List.of("__affinity_same_host", "__affinity_different_host")) {
            store.shares.replaceAll((_, share) -> {
                var ids = share.metadata().get(key);
                if (ids == null || !List.of(ids.split(",", -1)).contains(id)) {
                    return share;
                }
                var left = new ArrayList<>(List.of(ids.split(",", -1)));
                left.remove(id);
                var metadata = new HashMap<>(share.metadata());
                if (left.isEmpty()) {
                    metadata.remove(key);
                } else {
                    metadata.put(key, String.join(",", left));
                }
                return share.with(metadata);
            });
        }
    }

    private static Answer one(ObjectNode share) {
        var body = Json.object();
        body.set("share", share);
        return Answer.json(200, body);
    }
}
