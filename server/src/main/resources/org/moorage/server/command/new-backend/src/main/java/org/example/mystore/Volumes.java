package org.example.mystore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.api.volume.VolumeSpec;

/// Makes and deletes volumes. Each further role that this class, or another in the list of `StoreProvider`, implements
/// announces its capability.
record Volumes(Store store) implements VolumeProvisioner {
    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        refusal(spec.capabilities()).ifPresent(reason -> {
            throw new Failure.Invalid(reason);
        });
        if (deadline.passed()) {
            throw new Failure.Unfinished("the deadline came before the volume was made");
        }
        // A repeat finds what the first call made.
        var name = spec.name().value();
        var id = store.named(name).orElseGet(() -> store.make(name, leastSize(spec.capacity())));
        var size = size(new VolumeId(id));
        if (!spec.capacity().contains(size)) {
            throw new Failure.Conflict("the volume " + name + " is there and has " + size);
        }
        return new Volume(new VolumeId(id), size, Map.of(), List.of(), Optional.empty());
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        store.delete(id.value());
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        size(id);
        return refusal(capabilities).<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Confirmed::new);
    }

    private Bytes size(VolumeId id) {
        return store.size(id.value())
                .map(Bytes::new)
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
    }

    private static long leastSize(CapacityRange range) {
        return range.required()
                .filter(bytes -> bytes.count() > 0)
                .or(range::limit)
                .orElse(Bytes.GIB)
                .count();
    }

    private static Optional<String> refusal(List<VolumeCapability> capabilities) {
        return capabilities.stream()
                .filter(capability -> capability.mode().multiNode())
                .findFirst()
                .map(capability -> "a volume of this backend is for one node: " + capability.mode() + " cannot be had");
    }
}
