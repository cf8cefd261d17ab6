package org.moorage.manila;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.config.ConfigurationFiles;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.metadata.InstanceMetadata;
import org.moorage.openstack.session.ConfiguredClouds;

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
        var identity = new DriverIdentity(driver.driver(), surroundings.version(), driver.withTopology());
        var clouds = new Clouds(configured(driver, settings, surroundings), driver, surroundings);
        return new ManilaBackend(
                identity, clouds, driver, settings.text(ManilaOptions.PARTNER), node, surroundings.clock());
    }

    /// The driver's own cloud, which nodes need not.
    private static ConfiguredClouds configured(DriverSettings driver, Settings settings, Surroundings surroundings) {
        var files = settings.list(ManilaOptions.CLOUD_CONFIG).stream()
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
        if (files.isEmpty() || !surroundings.services().contains(Service.CONTROLLER)) {
            return ConfiguredClouds.none();
        }
        return ConfiguredClouds.open(
                ConfigurationFiles.read(files),
                List.of(settings.text(ManilaOptions.CLOUD_NAME).orElse("")),
                Clouds.client(driver, surroundings));
    }
}
