package org.moorage.manila;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeModifierContract;

class ManilaModifierContractTest extends VolumeModifierContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

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
                "type", "default",
                "appendShareMetadata", "{\"tier\": \"gold\"}",
                "nfs-shareClient", "10.0.0.0/24, 10.0.1.7:ro");
    }

    @Override
    protected Map<String, String> others() {
        return Map.of("appendShareMetadata", "{\"tier\": \"iron\"}", "nfs-shareClient", "10.0.0.0/24:ro, 10.0.2.0/24");
    }

    @Override
    protected boolean fulfils(VolumeId volume, Map<String, String> parameters) {
        var metadata = ShareMetadata.parse(parameters.getOrDefault("appendShareMetadata", "{}"));
        var clients = Clients.parse(parameters.getOrDefault("nfs-shareClient", "none")).grants().stream()
                .map(grant -> grant.to() + " " + grant.level())
                .sorted()
                .toList();
        return cloud.shown(volume).metadata().entrySet().containsAll(metadata.entrySet())
                && cloud.rules(volume).equals(clients);
    }

    @Override
    protected long writes() {
        return cloud.writes();
    }
}
