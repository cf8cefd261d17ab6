package org.moorage.cinder;

import java.util.List;
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
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;

/// Makes and deletes Cinder volumes: blank, from snapshots, or from other volumes.
final class CinderVolumes implements VolumeCloner {
    private final Clouds clouds;
    private final DriverSettings settings;
    private final VolumeRemoval removal;
    private final VolumeAnswers answers;

    CinderVolumes(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
        this.removal = VolumeRemoval.of(settings.cluster());
        this.answers = new VolumeAnswers(settings);
    }

    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var wanted = WantedVolume.of(spec, settings, cloud.zones(), deadline);
        try {
            return answers.created(new Creation(cloud, wanted, settings, deadline).make(), wanted, cloud.zones());
        } finally {
            cloud.listing().outdate();
        }
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets);
        try {
            removal.delete(cloud, id.value(), deadline);
        } finally {
            cloud.listing().outdate();
        }
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        var cloud = clouds.of(secrets);
        var volume = Answers.find("examine volume " + id, () -> cloud.volumes().show(id.value(), deadline))
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
        return refusal(volume, capabilities).<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Confirmed::new);
    }

    /// Why this volume cannot be used so; empty when it can.
    static Optional<String> refusal(BlockVolume volume, List<VolumeCapability> capabilities) {
        var shared = capabilities.stream().anyMatch(use -> use.mode().multiNode());
        if (shared && !volume.multiattach()) {
            return Optional.of(
                    "volume " + volume.id() + " is of type " + volume.type().orElse("none")
                            + ", which does not allow several nodes at a time: use a type with multiattach");
        }
        return WantedVolume.refusal(capabilities);
    }
}
