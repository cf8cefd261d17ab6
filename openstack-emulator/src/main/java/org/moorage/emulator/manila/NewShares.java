package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// Requests for new shares, read and checked in Manila's order: what is found wrong first is what is answered.
final class NewShares {
    private static final List<String> PROTOCOLS = List.of("NFS", "CEPHFS");
    private static final int FROM_SNAPSHOT_CHECKED = 24;
    private static final int GROUPS = 31;
    private static final int ZONES_CHECKED = 48;

    private final Store store;
    private final Pools pools;

    NewShares(Store store, Pools pools) {
        this.store = store;
        this.pools = pools;
    }

    /// What a request asks for.
    ///
    /// @throws Rejection it asks for what cannot be, in Manila's words
    ShareSpec read(Request request) {
        var body = Body.of(request.json(), "share");
        refusePublic(body.node().path("is_public"));
        var size = body.node().path("size");
        if (size.isMissingNode()) {
            throw Manila.broken();
        }
        var protocol = body.required("share_proto").toUpperCase(Locale.ROOT);
        var named = named(request, body);
        checkType(named, request);
        var metadata = body.metadata("metadata");
        var source = named.source();
        if (source != null && source.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid share snapshot: status must be 'available'.");
        }
        var gigabytes = size(size, source);
        checkSource(named);
        if (!PROTOCOLS.contains(protocol)) {
            throw Rejection.badRequest("Invalid input received: Invalid share protocol provided: " + protocol
                    + ". It is either disabled or unsupported. Available protocols: ['NFS', 'CEPHFS'].");
        }
        checkGroup(named);
        return new ShareSpec(
                new Share.Text(body.text("name"), body.text("description")),
                protocol,
                gigabytes,
                effectiveType(named),
                named.zone(),
                named.networkId(),
                new Share.Origin(source == null ? null : source.id(), named.groupId(), null),
                metadata);
    }

    /// What a request names, found and checked as far as that is.
    private record Named(
            Optional<ShareType> type,
            Optional<String> zone,
            Optional<String> networkId,
            @Nullable String groupId,
            @Nullable Snapshot source,
            @Nullable Share parent) {}

    private Named named(Request request, Body body) {
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
                    + Objects.requireNonNull(source).id()
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
        if (request.version().from(ZONES_CHECKED)
                && named.zone().isPresent()
                && !type.reaches(named.zone().get())) {
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
        return named.type().orElseGet(() -> Objects.requireNonNull(parent).type());
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
        var text = value.asText().toLowerCase(Locale.ROOT);
        if (List.of("1", "t", "true", "on", "y", "yes").contains(text)) {
            throw new Rejection(403, "User is not authorized to set 'is_public' to True in the request.");
        }
        if (!List.of("0", "f", "false", "off", "n", "no").contains(text)) {
            throw Rejection.badRequest("Unrecognized value '" + value.asText() + "', acceptable values are: '0', '1',"
                    + " 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'");
        }
    }
}
