package org.moorage.manila;

import java.util.List;
import java.util.Map;
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
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Makes and deletes shares: blank, from snapshots, or from other shares.
final class ManilaVolumes implements VolumeCloner {
    private final Clouds clouds;
    private final DriverSettings settings;
    private final ShareAnswers answers;

    ManilaVolumes(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
        this.answers = new ShareAnswers(settings);
    }

    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        var wanted = WantedShare.of(spec, settings);
        var cloud = clouds.of(spec.secrets(), deadline);
        return answers.created(new Creation(cloud, wanted, settings, deadline).make(), wanted);
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        ShareRemoval.delete(clouds.of(secrets, deadline), id.value(), deadline);
    }

    @Override
    public Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        var cloud = clouds.of(secrets, deadline);
        var what = "examine share " + id;
        var share = Answers.read(what, () -> cloud.shares().find(id.value(), deadline))
                .orElseThrow(() -> new Failure.NotFound("there is no share " + id));
        if (share.status().beingMade()) {
            throw new Failure.Unavailable(what + ": it is still being made");
        }
        if (share.status() != ShareStatus.Known.AVAILABLE) {
            throw new Failure.Precondition(
                    what + ": its status is " + share.status().text());
        }
        if (!share.protocol().equals(settings.protocol().name())) {
            throw new Failure.Invalid(what + ": it speaks " + share.protocol() + ", and this driver's shares speak "
                    + settings.protocol());
        }
        return WantedShare.refusal(capabilities)
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(Verdict.Confirmed::new);
    }
}
