package org.moorage.cinder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.NewVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.watch.Wait;

/// Makes and deletes Cinder volumes: blank, from snapshots, or from other volumes.
final class CinderVolumes implements VolumeCloner {
    private final Clouds clouds;
    private final DriverSettings settings;
    private final VolumeRemoval removal = new VolumeRemoval();
    private final SameNamed sameNamed;
    private final VolumeAnswers answers;

    CinderVolumes(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
        this.sameNamed = new SameNamed(settings, removal);
        this.answers = new VolumeAnswers(settings);
    }

    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var wanted = WantedVolume.of(spec, settings);
        var begun = sameNamed.find(cloud, wanted, deadline).orElseGet(() -> begin(cloud, wanted, deadline));
        return answers.created(awaitReady(cloud, begun, wanted, deadline), wanted);
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        removal.delete(clouds.of(secrets), id.value(), deadline);
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        var cloud = clouds.of(secrets);
        var volume = CinderFailures.find(
                        "examine volume " + id, () -> cloud.volumes().show(id.value(), deadline))
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
        return refusal(volume, capabilities).<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Confirmed::new);
    }

    private static Optional<String> refusal(BlockVolume volume, List<VolumeCapability> capabilities) {
        var shared = capabilities.stream().anyMatch(use -> use.mode().multiNode());
        if (shared && !volume.multiattach()) {
            return Optional.of(
                    "volume " + volume.id() + " is of type " + volume.type().orElse("none")
                            + ", which does not allow several nodes at a time: use a type with multiattach");
        }
        return WantedVolume.refusal(capabilities);
    }

    private BlockVolume begin(CinderCloud cloud, WantedVolume wanted, Deadline deadline) {
        var origin = VolumeOrigin.of(cloud, wanted, deadline);
        var request = new NewVolume(
                wanted.spec().name().value(),
                CinderNames.DESCRIPTION,
                origin.size(),
                wanted.parameters().type(),
                origin.zone(),
                origin.snapshot(),
                origin.volume(),
                wanted.metadata(settings));
        var what = "create volume " + wanted.spec().name();
        var asked = CinderFailures.ask(what, () -> cloud.volumes().create(request, deadline));
        if (asked instanceof Asked.Refused<BlockVolume> refused && isUnknownType(refused)) {
            throw new Failure.Invalid(what + ": " + refused.words());
        }
        var volume = asked.orThrow();
        if (wanted.shared() && !volume.multiattach()) {
            removal.discard(cloud, awaitSettled(cloud, volume, what, deadline), deadline);
            throw new Failure.Invalid(what + ": volume type " + volume.type().orElse("none")
                    + " does not allow several nodes at a time: use a type with multiattach");
        }
        return volume;
    }

    /// Cinder answers 404 for a source that is gone, and for a type that a StorageClass spells wrongly.
    private static boolean isUnknownType(Asked.Refused<BlockVolume> refused) {
        return refused.status() == 404
                && refused.words().toLowerCase(Locale.ROOT).contains("volume type");
    }

    private BlockVolume awaitReady(CinderCloud cloud, BlockVolume begun, WantedVolume wanted, Deadline deadline) {
        var what = "create volume " + wanted.spec().name();
        if (isReady(begun.status())) {
            return begun;
        }
        var volume = CinderFailures.read(what, () -> cloud.volumeWatch().await(ready(begun), deadline))
                .orElseThrow(() ->
                        new Failure.Aborted(what + ": volume " + begun.id() + " was deleted while it was being made"));
        if (volume.status() == VolumeStatus.Known.ERROR) {
            var cause = Causes.of(cloud, volume.id(), deadline);
            removal.discard(cloud, volume.id(), deadline);
            throw Causes.failure(what, cause);
        }
        if (!isReady(volume.status())) {
            throw new Failure.Unavailable(what + ": volume " + volume.id() + " has status "
                    + volume.status().text());
        }
        return volume;
    }

    /// A volume cannot be deleted while it is being made.
    private static String awaitSettled(CinderCloud cloud, BlockVolume volume, String what, Deadline deadline) {
        var _ = CinderFailures.read(what, () -> cloud.volumeWatch().await(ready(volume), deadline));
        return volume.id();
    }

    private static Wait<BlockVolume> ready(BlockVolume begun) {
        return new Wait<>(
                begun.id(),
                "create volume",
                "volume " + begun.name() + " (" + begun.id() + ") to become available",
                false,
                state -> state.isEmpty()
                        || isReady(state.get().status())
                        || state.get().status().failed());
    }

    private static boolean isReady(VolumeStatus status) {
        return status == VolumeStatus.Known.AVAILABLE || status == VolumeStatus.Known.IN_USE;
    }
}
