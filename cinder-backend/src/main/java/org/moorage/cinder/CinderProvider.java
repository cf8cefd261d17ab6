package org.moorage.cinder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.config.BlockStorageSection;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.config.ConfigurationFiles;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.metadata.InstanceMetadata;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.ConfiguredClouds;

/// Opens the driver `cinder.csi.openstack.org`.
public final class CinderProvider implements BackendProvider {
    private static final String USER_AGENT = "cinder-csi-plugin";

    /// A virtio-scsi adapter carries 256 disks that Nova can name. Where nothing can be measured the 26 names hold
    /// that Nova had for disks before Stein (`vda` to `vdz`), about as many as there are slots on an i440fx.
    private static final VolumeLimit MEASURED = new VolumeLimit.Measured(256, 26);

    /// Does nothing; for the service loader.
    public CinderProvider() {}

    @Override
    public String name() {
        return "cinder";
    }

    @Override
    public List<Option> options() {
        return CinderOptions.ALL;
    }

    @Override
    public Backend open(Settings settings, Surroundings surroundings) {
        var files = settings.list(CinderOptions.CLOUD_CONFIG).stream()
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
        return surroundings.services().contains(Service.CONTROLLER)
                ? withClouds(files, settings, surroundings)
                : withoutClouds(files, settings, surroundings);
    }

    /// A process that serves nodes alone: it opens no session, and its files may lack what a session needs.
    private static Backend withoutClouds(List<Path> files, Settings settings, Surroundings surroundings) {
        var there = files.stream().filter(Files::exists).toList();
        return backend(CloudConfiguration.readForNode(there), ConfiguredClouds.none(), settings, surroundings);
    }

    private static Backend withClouds(List<Path> files, Settings settings, Surroundings surroundings) {
        if (files.isEmpty()) {
            throw new Refusal("--" + CinderOptions.CLOUD_CONFIG
                    + " is missing: the controller service logs in to a cloud and needs the file that says how");
        }
        var configuration = ConfigurationFiles.read(files);
        var asked = new LinkedHashSet<>(settings.list(CinderOptions.CLOUD_NAME));
        var names = asked.isEmpty() ? List.of("") : List.copyOf(asked);
        var agent = new ArrayList<>(surroundings.userAgents());
        agent.add(USER_AGENT + "/" + surroundings.version());
        var client = new Client(surroundings.clock(), surroundings.meters(), String.join(" ", agent));
        var clouds = ConfiguredClouds.open(configuration, names, client);
        return backend(configuration.first(), clouds, settings, surroundings);
    }

    private static Backend backend(
            CloudConfiguration configuration, ConfiguredClouds clouds, Settings settings, Surroundings surroundings) {
        var withTopology = settings.enabled(CinderOptions.WITH_TOPOLOGY);
        var driverSettings = new DriverSettings(
                settings.text(CinderOptions.CLUSTER).orElse(""),
                withTopology,
                configuration.blockStorage().ignoreVolumeZone(),
                configuration.blockStorage().ignoreVolumeMicroversion());
        var given = new InstanceIdentity.Given(
                settings.text(CinderOptions.INSTANCE_ID),
                settings.text(CinderOptions.INSTANCE_ZONE),
                withTopology ? Optional.of(CinderNames.ZONE) : Optional.empty(),
                settings.map(CinderOptions.ADDITIONAL_TOPOLOGY),
                limit(settings, configuration));
        var metadata = InstanceMetadata.ofThisHost(configuration.metadata(), surroundings.clock());
        return new CinderBackend(
                new DriverIdentity(CinderNames.DRIVER, surroundings.version(), withTopology),
                clouds,
                configuration.zoneMaps(),
                driverSettings,
                new InstanceIdentity(given, metadata),
                surroundings);
    }

    private static VolumeLimit limit(Settings settings, CloudConfiguration configuration) {
        var typed = settings.text(CinderOptions.ATTACH_LIMIT);
        if (typed.isPresent()) {
            if (!typed.get().matches("-?[0-9]{1,9}")) {
                throw new Refusal("--" + CinderOptions.ATTACH_LIMIT + "=" + typed.get() + ": write a whole number");
            }
            return new VolumeLimit.Fixed(BlockStorageSection.attachLimit(Integer.parseInt(typed.get())));
        }
        var written = configuration.blockStorage().nodeVolumeAttachLimit();
        return written.isPresent() ? new VolumeLimit.Fixed(written.getAsInt()) : MEASURED;
    }
}
