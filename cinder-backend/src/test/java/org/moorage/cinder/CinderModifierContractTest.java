package org.moorage.cinder;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeModifierContract;

class CinderModifierContractTest extends VolumeModifierContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @Override
    protected VolumeModifier modifier() {
        return cloud.role(VolumeModifier.class);
    }

    @Override
    protected VolumeProvisioner provisioner() {
        return cloud.volumes();
    }

    @Override
    protected Map<String, String> wanted() {
        return Map.of(
                "type", "multiattach",
                "migration-policy", "on-demand",
                "appendVolumeMetadata", "{\"tier\": \"gold\"}",
                "bootable", "true",
                "readonly", "true");
    }

    @Override
    protected Map<String, String> others() {
        return Map.of(
                "type", "standard",
                "migration-policy", "on-demand",
                "appendVolumeMetadata", "{\"tier\": \"iron\"}",
                "bootable", "false",
                "readonly", "false");
    }

    @Override
    protected boolean fulfils(VolumeId volume, Map<String, String> parameters) {
        var shown = cloud.shown(volume);
        var metadata = UserMetadata.parse(parameters.getOrDefault("appendVolumeMetadata", ""));
        return shown.type().equals(Optional.ofNullable(parameters.get("type")))
                && shown.metadata().entrySet().containsAll(metadata.entrySet())
                && shown.bootable() == Boolean.parseBoolean(parameters.get("bootable"))
                && shown.readOnly() == Boolean.parseBoolean(parameters.get("readonly"));
    }

    @Override
    protected long writes() {
        return cloud.writes();
    }
}
