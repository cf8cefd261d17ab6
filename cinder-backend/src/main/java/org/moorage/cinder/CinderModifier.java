package org.moorage.cinder;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.openstack.answer.Answers;

/// Changes Cinder volumes that exist.
final class CinderModifier implements VolumeModifier {
    private final Clouds clouds;

    CinderModifier(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public void modify(ModifySpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var attributes = Attributes.of(spec.parameters());
        var what = "modify volume " + spec.volume();
        var volume = Answers.find(what, () -> cloud.volumes().show(spec.volume().value(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such volume"));
        new Modification(cloud, attributes, what, deadline).apply(volume);
    }
}
