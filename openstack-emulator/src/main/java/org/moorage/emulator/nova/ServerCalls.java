package org.moorage.emulator.nova;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on servers.
final class ServerCalls {
    /// Under which key a server's metadata says where its devices are shown.
    private static final String DEVICES = "moorage-devices";

    private static final int MAX_PAGE = 1000;

    private final Compute compute;
    private final String projectId;
    private final String userId;
    private final List<String> zones;
    private final String imageId = UUID.randomUUID().toString();
    private final String flavorId = UUID.randomUUID().toString();

    ServerCalls(Compute compute, String projectId, String userId, List<String> zones) {
        this.compute = compute;
        this.projectId = projectId;
        this.userId = userId;
        this.zones = zones;
    }

    void addTo(Router router) {
        router.on("GET", "/servers", request -> list(request, false))
                .on("GET", "/servers/detail", request -> list(request, true))
                .on("GET", "/servers/{id}", this::show)
                .on("DELETE", "/servers/{id}", this::delete)
                .on("GET", "/os-availability-zone", _ -> zones());
    }

    private Answer list(Request request, boolean detail) {
        var matching = compute.servers().stream()
                .filter(server -> matches(server, request.query()))
                .toList();
        var limit = limit(request.query());
        var from = start(matching, request.query().get("marker"));
        var items = matching.subList(from, Math.min(matching.size(), from + limit));
        var body = Json.object();
        var list = body.putArray("servers");
        items.forEach(server -> list.add(detail ? full(server, request) : summary(server, request)));
        if (!items.isEmpty() && items.size() == limit) {
            var parameters = new TreeMap<>(request.query());
            parameters.remove("marker");
            var query = parameters.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            query += "&marker=" + items.getLast().id();
            body.putArray("servers_links")
                    .addObject()
                    .put("rel", "next")
                    .put("href", Nova.address(request, request.path()) + "?" + query);
        }
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        var body = Json.object();
        body.set("server", full(compute.require(request.part("id")), request));
        return Answer.json(200, body);
    }

    private Answer delete(Request request) {
        compute.delete(request.part("id"));
        return Answer.empty(204);
    }

    private Answer zones() {
        var body = Json.object();
        var list = body.putArray("availabilityZoneInfo");
        for (var zone : zones) {
            var entry = list.addObject().put("zoneName", zone);
            entry.putObject("zoneState").put("available", true);
            entry.putNull("hosts");
        }
        return Answer.json(200, body);
    }

    private static boolean matches(Instance server, Map<String, String> query) {
        var name = query.get("name");
        var status = query.getOrDefault("status", "ACTIVE");
        return (name == null || server.name().contains(name)) && status.equalsIgnoreCase("ACTIVE");
    }

    private static int limit(Map<String, String> query) {
        var text = query.getOrDefault("limit", Integer.toString(MAX_PAGE));
        if (!text.matches("\\d{1,9}")) {
            throw Rejection.badRequest("Invalid input for query parameters limit. Value: " + text + ". '" + text
                    + "' does not match '^[0-9]*$'");
        }
        return Math.min(Integer.parseInt(text), MAX_PAGE);
    }

    private static int start(List<Instance> servers, @Nullable String marker) {
        if (marker == null) {
            return 0;
        }
        for (var i = 0; i < servers.size(); i++) {
            if (servers.get(i).id().equals(marker)) {
                return i + 1;
            }
        }
        throw Rejection.badRequest("marker [" + marker + "] not found");
    }

    private static ObjectNode summary(Instance server, Request request) {
        var view = Json.object().put("id", server.id()).put("name", server.name());
        links(view, server, request);
        return view;
    }

    private static void links(ObjectNode view, Instance server, Request request) {
        var links = view.putArray("links");
        links.addObject().put("rel", "self").put("href", Nova.address(request, "/servers/" + server.id()));
        links.addObject().put("rel", "bookmark").put("href", Nova.bookmark(request, "/servers/" + server.id()));
    }

    private ObjectNode full(Instance server, Request request) {
        var view = Json.object()
                .put("id", server.id())
                .put("name", server.name())
                .put("status", "ACTIVE")
                .put("tenant_id", projectId)
                .put("user_id", userId);
        var metadata = view.putObject("metadata");
        compute.shownDevices(server.id()).ifPresent(devices -> metadata.put(DEVICES, devices.toString()));
        view.put("hostId", "0".repeat(56));
        var image = view.putObject("image").put("id", imageId);
        image.putArray("links")
                .addObject()
                .put("rel", "bookmark")
                .put("href", Nova.bookmark(request, "/images/" + imageId));
        flavor(view, request);
        var created = server.createdAt().truncatedTo(ChronoUnit.SECONDS);
        view.put("created", created.toString()).put("updated", created.toString());
        addAddresses(view.putObject("addresses"), server);
        view.put("accessIPv4", "").put("accessIPv6", "");
        links(view, server, request);
        view.put("OS-DCF:diskConfig", "MANUAL")
                .put("progress", 0)
                .put("OS-EXT-AZ:availability_zone", server.zone())
                .put("config_drive", "")
                .putNull("key_name")
                .put("OS-SRV-USG:launched_at", created.toString().replace("Z", ".000000"))
                .putNull("OS-SRV-USG:terminated_at")
                .putNull("OS-EXT-STS:task_state")
                .put("OS-EXT-STS:vm_state", "active")
                .put("OS-EXT-STS:power_state", 1);
        addVolumes(view, server, request);
        addLater(view, server, request);
        return view;
    }

    private void addAddresses(ObjectNode view, Instance server) {
        for (var one : compute.addresses(server.id())) {
            var network = view.withArrayProperty(one.network());
            network.addObject()
                    .put("version", one.address().contains(":") ? 6 : 4)
                    .put("addr", one.address())
                    .put("OS-EXT-IPS:type", "fixed");
        }
    }

    private void flavor(ObjectNode view, Request request) {
        var flavor = view.putObject("flavor");
        if (request.version().from(47)) {
            flavor.put("vcpus", 1)
                    .put("ram", 1024)
                    .put("disk", 1)
                    .put("ephemeral", 0)
                    .put("swap", 0);
            flavor.put("original_name", "node").putObject("extra_specs");
        } else {
            flavor.put("id", flavorId)
                    .putArray("links")
                    .addObject()
                    .put("rel", "bookmark")
                    .put("href", Nova.bookmark(request, "/flavors/" + flavorId));
        }
    }

    private void addVolumes(ObjectNode view, Instance server, Request request) {
        var volumes = view.putArray("os-extended-volumes:volumes_attached");
        for (var one : compute.volumesOf(server.id())) {
            var volume = volumes.addObject().put("id", one.volumeId());
            if (request.version().from(3)) {
                volume.put("delete_on_termination", one.deleteOnTermination());
            }
        }
    }

    private static void addLater(ObjectNode view, Instance server, Request request) {
        var version = request.version();
        if (version.from(9)) {
            view.put("locked", false);
        }
        if (version.from(73)) {
            view.putNull("locked_reason");
        }
        if (version.from(19)) {
            view.putNull("description");
        }
        if (version.from(26)) {
            view.putArray("tags");
        }
        if (version.from(63)) {
            view.putNull("trusted_image_certificates");
        }
        if (version.from(90)) {
            view.put("OS-EXT-SRV-ATTR:hostname", server.name());
        }
        if (version.from(71)) {
            view.putArray("server_groups");
        }
    }
}
