package org.moorage.emulator.nova;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cinder.BlockStorage;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.Disks;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;

/// The servers, and how volumes come to them and leave them. Every method is called under the timeline's lock.
public final class Compute {
    /// Volumes that several servers share can be attached from here on.
    private static final int MULTIATTACH = 60;

    private static final System.Logger LOG = System.getLogger(Compute.class.getName());

    private final Map<String, Instance> servers = new LinkedHashMap<>();
    private final Map<String, List<Connected>> addresses = new HashMap<>();
    private final List<Attached> attached = new ArrayList<>();
    private final Timeline timeline;
    private final BlockStorage storage;
    private final Disks disks;
    private final int maxVolumes;

    /// A compute service without servers.
    ///
    /// @param maxVolumes how many volumes a server takes
    public Compute(Timeline timeline, BlockStorage storage, Disks disks, int maxVolumes) {
        this.timeline = timeline;
        this.storage = storage;
        this.disks = disks;
        this.maxVolumes = maxVolumes;
        storage.guard(this::holds);
    }

    /// Where the server's devices are shown on this machine; empty when volumes are attached on paper.
    Optional<Path> shownDevices(String serverId) {
        return Optional.of(disks.byId(serverId)).filter(_ -> disks.real());
    }

    public void add(Instance server) {
        servers.put(server.id(), server);
    }

    /// An address that a server has in a network.
    record Connected(String network, String address) {}

    /// Gives a server an address in a network.
    public void connect(String serverId, String network, String address) {
        addresses
                .computeIfAbsent(require(serverId).id(), _ -> new ArrayList<>())
                .add(new Connected(network, address));
    }

    /// The addresses of a server, in the order in which it got them.
    List<Connected> addresses(String serverId) {
        return addresses.getOrDefault(serverId, List.of());
    }

    /// Newest first, as Nova lists them.
    public List<Instance> servers() {
        return servers.values().stream()
                .sorted(Comparator.comparing(Instance::createdAt).reversed())
                .toList();
    }

    /// The server of that id.
    ///
    /// @throws Rejection 404 in Nova's words
    public Instance require(String id) {
        var server = servers.get(id);
        if (server == null) {
            throw Rejection.notFound("Instance " + id + " could not be found.");
        }
        return server;
    }

    /// Deletes a server; its volumes are given back at once.
    public void delete(String id) {
        require(id);
        for (var one : volumesOf(id)) {
            attached.remove(one);
            storage.remove(one.attachmentId());
            release(one);
        }
        servers.remove(id);
    }

    /// Forgets a server without a word to Cinder, as when its host burns down and its records are purged.
    public void lose(String id) {
        require(id);
        volumesOf(id).forEach(one -> {
            attached.remove(one);
            release(one);
        });
        servers.remove(id);
    }

    /// Forgets that the server has the volume, without a word to Cinder.
    public void forget(String serverId, String volumeId) {
        var one = requireAttached(serverId, volumeId);
        attached.remove(one);
        release(one);
    }

    List<Attached> volumesOf(String serverId) {
        return attached.stream().filter(one -> one.serverId().equals(serverId)).toList();
    }

    /// The volume as it is attached to the server.
    ///
    /// @throws Rejection 404 in Nova's words
    Attached requireAttached(String serverId, String volumeId) {
        return volumesOf(serverId).stream()
                .filter(one -> one.volumeId().equals(volumeId))
                .findFirst()
                .orElseThrow(
                        () -> Rejection.notFound("Instance " + serverId + " is not attached to volume " + volumeId));
    }

    /// Reserves the volume and begins to attach it.
    Attached attach(String serverId, String volumeId, @Nullable String tag, Request request) {
        var volume = storage.require(volumeId);
        refuseAttached(serverId, volume);
        var names = volumesOf(serverId).stream().map(Attached::device).collect(Collectors.toSet());
        if (names.size() >= maxVolumes) {
            throw new Rejection(
                    403,
                    "The maximum allowed number of disk devices (" + maxVolumes
                            + ") to attach to a single instance has been exceeded.");
        }
        if (volume.multiattach() && !request.version().from(MULTIATTACH)) {
            throw Rejection.badRequest(
                    "Multiattach volumes are only supported starting with compute API version 2.60.");
        }
        var one = new Attached(
                serverId,
                volumeId,
                DeviceNames.firstFree(names),
                viaCinder("", () -> storage.reserve(volumeId, serverId), request),
                UUID.randomUUID().toString(),
                tag,
                false);
        attached.add(one);
        timeline.halfway(() -> {
            if (attached.contains(one)) {
                storage.attaching(one.attachmentId());
            }
        });
        timeline.later(Operation.ATTACH, () -> disks.attach(volumeId, serverId), () -> finish(one), () -> {
            attached.remove(one);
            storage.remove(one.attachmentId());
        });
        return one;
    }

    void detach(String serverId, String volumeId, Request request) {
        storage.require(volumeId);
        var one = requireAttached(serverId, volumeId);
        viaCinder(
                "Invalid volume: ",
                () -> {
                    storage.beginDetaching(volumeId);
                    return "";
                },
                request);
        timeline.later(
                Operation.DETACH,
                () -> disks.detach(volumeId, serverId),
                () -> {
                    attached.remove(one);
                    storage.remove(one.attachmentId());
                },
                () -> storage.rollDetaching(volumeId));
    }

    /// The volumes of a server as its metadata lists its devices.
    public ArrayNode devices(String serverId) {
        var devices = Json.array();
        for (var one : volumesOf(serverId)) {
            devices.addObject()
                    .put("type", "disk")
                    .put("bus", "virtio")
                    .put("serial", one.volumeId())
                    .put("path", one.device())
                    .putArray("tags");
        }
        return devices;
    }

    private void finish(Attached one) {
        if (attached.contains(one)) {
            storage.attached(one.attachmentId(), one.device());
        } else {
            release(one);
        }
    }

    private void release(Attached one) {
        try {
            disks.detach(one.volumeId(), one.serverId());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a deleted server kept a disk: " + e.getMessage());
        }
    }

    private void refuseAttached(String serverId, BlockStorage.Seen volume) {
        var users = attached.stream()
                .filter(one -> one.volumeId().equals(volume.id()))
                .map(Attached::serverId)
                .toList();
        if (volume.multiattach() && users.contains(serverId)) {
            throw Rejection.badRequest("Invalid volume: volume " + volume.id() + " already attached");
        }
        if (!volume.multiattach() && !users.isEmpty()) {
            throw Rejection.badRequest("Invalid volume: volume " + volume.id() + " is already attached to instances: "
                    + String.join(", ", users));
        }
    }

    private boolean holds(String attachmentId) {
        return attached.stream().anyMatch(one -> one.attachmentId().equals(attachmentId));
    }

    /// What Nova makes of Cinder's refusal: it quotes it.
    private static String viaCinder(String before, Supplier<String> call, Request request) {
        try {
            return call.get();
        } catch (Rejection refused) {
            throw refused.status() == 400
                    ? Rejection.badRequest(before + "Invalid input received: " + refused.text()
                            + " (HTTP 400) (Request-ID: " + request.id() + ")")
                    : refused;
        }
    }
}
