package org.example.loopfiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Expansion;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.api.volume.VolumeSpec;

/// Makes, grows, lists and deletes volumes.
record Volumes(VolumeFiles files, NodeId host) implements VolumeProvisioner, VolumeExpander, VolumeCatalog {
    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        refusal(spec.capabilities()).ifPresent(reason -> {
            throw new Failure.Invalid(reason);
        });
        if (deadline.passed()) {
            throw new Failure.Unfinished("the deadline came before the volume was made");
        }
        var name = spec.name().value();
        var id = files.named(name).orElseGet(() -> files.make(name, leastSize(spec.capacity())));
        var volume = require(new VolumeId(id));
        if (!spec.capacity().contains(volume.capacity())) {
            throw new Failure.Conflict("the volume " + name + " is there and has " + volume.capacity());
        }
        return volume;
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        var devices = files.size(id.value()).isPresent() ? LoopDevices.of(files.file(id.value()), deadline) : Set.of();
        if (!devices.isEmpty()) {
            throw new Failure.Precondition("volume " + id + " is attached as " + devices);
        }
        files.delete(id.value());
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        require(id);
        return refusal(capabilities).<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Confirmed::new);
    }

    @Override
    public Expansion expand(ExpandSpec spec, Deadline deadline) {
        var volume = require(spec.volume());
        var wanted = Math.max(volume.capacity().count(), leastSize(spec.capacity()));
        if (spec.capacity().limit().stream().anyMatch(limit -> limit.count() < wanted)) {
            throw new Failure.OutOfRange("volume " + spec.volume() + " has " + volume.capacity() + ", nothing shrinks");
        }
        if (wanted > volume.capacity().count()) {
            files.resize(spec.volume().value(), wanted);
        }
        LoopDevices.of(files.file(spec.volume().value()), deadline)
                .forEach(device -> LoopDevices.measure(device, deadline));
        var block = spec.capability().stream()
                .anyMatch(capability -> capability.access() instanceof org.moorage.api.volume.VolumeAccess.Block);
        return new Expansion(new Bytes(wanted), !block);
    }

    @Override
    public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        var all = files.ids();
        var from = page.start().map(token -> all.indexOf(token)).orElse(0);
        if (from < 0) {
            throw new Failure.Aborted("the listing has changed: start again");
        }
        var to = page.limit() == 0 ? all.size() : Math.min(all.size(), from + page.limit());
        var entries = all.subList(from, to).stream()
                .flatMap(id -> find(new VolumeId(id), deadline).stream())
                .toList();
        return new Page<>(entries, to < all.size() ? Optional.of(all.get(to)) : Optional.empty());
    }

    @Override
    public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        return look(id).map(volume -> {
            var attached = !LoopDevices.of(files.file(id.value()), deadline).isEmpty();
            return new PublishedVolume(volume, attached ? Set.of(host) : Set.of());
        });
    }

    private Volume require(VolumeId id) {
        return look(id).orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
    }

    private Optional<Volume> look(VolumeId id) {
        return files.size(id.value())
                .map(size -> new Volume(id, new Bytes(size), Map.of(), List.of(), Optional.empty()));
    }

    private static long leastSize(CapacityRange range) {
        return range.required()
                .filter(bytes -> bytes.count() > 0)
                .map(Bytes::count)
                .orElse(range.limit().map(Bytes::count).orElse(Bytes.GIB.count()));
    }

    private static Optional<String> refusal(List<VolumeCapability> capabilities) {
        return capabilities.stream()
                .filter(capability -> capability.mode().multiNode())
                .findFirst()
                .map(capability -> "a loop device is on one host: " + capability.mode() + " cannot be had");
    }
}
