package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.metadata.InstanceMetadata;

/// Opens the driver `manila.csi.openstack.org`, for one protocol.
public final class ManilaProvider implements BackendProvider {
    /// A share takes no slot of a node.
    private static final VolumeLimit UNLIMITED = new VolumeLimit.Fixed(0);

    /// Does nothing; for the service loader.
    public ManilaProvider() {}

    @Override
    public String name() {
        return "manila";
    }

    @Override
    public List<Option> options() {
        return ManilaOptions.ALL;
    }

    @Override
    public Backend open(Settings settings, Surroundings surroundings) {
        var driver = DriverSettings.of(settings);
        var given = new InstanceIdentity.Given(
                settings.text(ManilaOptions.INSTANCE_ID),
                settings.text(ManilaOptions.INSTANCE_ZONE),
                driver.withTopology() ? Optional.of(ManilaNames.ZONE) : Optional.empty(),
                Map.of(),
                UNLIMITED);
        var usual = CloudConfiguration.readForNode(List.of()).metadata();
        var node = new InstanceIdentity(given, InstanceMetadata.ofThisHost(usual, surroundings.clock()));
        return new ManilaBackend(
                new DriverIdentity(driver.driver(), surroundings.version(), driver.withTopology()), node);
    }
}
