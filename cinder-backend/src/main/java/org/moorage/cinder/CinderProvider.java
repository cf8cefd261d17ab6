package org.moorage.cinder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
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
import org.moorage.openstack.metadata.InstanceMetadata;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;

/// Opens the driver `cinder.csi.openstack.org`.
public final class CinderProvider implements BackendProvider {
    private static final Duration LOGIN_TIME = Duration.ofSeconds(60);
    private static final String USER_AGENT = "cinder-csi-plugin";

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
        var configuration = configuration(settings, surroundings);
        var withTopology = settings.enabled(CinderOptions.WITH_TOPOLOGY);
        var driverSettings = new DriverSettings(
                settings.text(CinderOptions.CLUSTER).orElse(""),
                withTopology,
                configuration.blockStorage().ignoreVolumeZone(),
                configuration.blockStorage().ignoreVolumeMicroversion());
        var given = new CinderNodeIdentity.Given(
                settings.text(CinderOptions.INSTANCE_ID),
                settings.text(CinderOptions.INSTANCE_ZONE),
                withTopology,
                settings.map(CinderOptions.ADDITIONAL_TOPOLOGY),
                limit(settings, configuration));
        var metadata = InstanceMetadata.ofThisHost(configuration.metadata(), surroundings.clock());
        var identity = new DriverIdentity(CinderNames.DRIVER, surroundings.version(), withTopology);
        var sessions = sessions(configuration, settings, surroundings);
        return new CinderBackend(
                identity, sessions, driverSettings, new CinderNodeIdentity(given, metadata), surroundings.clock());
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
        return written.isPresent() ? new VolumeLimit.Fixed(written.getAsInt()) : CinderNodeIdentity.MEASURED;
    }

    private static CloudConfiguration configuration(Settings settings, Surroundings surroundings) {
        var files = settings.list(CinderOptions.CLOUD_CONFIG).stream()
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
        if (surroundings.services().contains(Service.CONTROLLER)) {
            if (files.isEmpty()) {
                throw new Refusal("--" + CinderOptions.CLOUD_CONFIG
                        + " is missing: the controller service logs in to a cloud and needs the file that says how");
            }
            return CloudConfiguration.read(files);
        }
        return CloudConfiguration.readForNode(
                files.stream().filter(Files::exists).toList());
    }

    private static List<Cloud> sessions(
            CloudConfiguration configuration, Settings settings, Surroundings surroundings) {
        if (!surroundings.services().contains(Service.CONTROLLER)) {
            return List.of();
        }
        var asked = new LinkedHashSet<>(settings.list(CinderOptions.CLOUD_NAME));
        var names = asked.isEmpty() ? List.of("") : List.copyOf(asked);
        var agent = new ArrayList<>(surroundings.userAgents());
        agent.add(USER_AGENT + "/" + surroundings.version());
        var client = new Client(surroundings.clock(), surroundings.meters(), String.join(" ", agent));
        var opened = new ArrayList<Cloud>();
        var problems = new ArrayList<String>();
        for (var name : names) {
            try {
                opened.add(connect(name, configuration, client));
            } catch (Refusal refusal) {
                problems.addAll(refusal.problems());
            }
        }
        if (!problems.isEmpty()) {
            opened.forEach(Cloud::close);
            throw new Refusal(problems, null);
        }
        return opened;
    }

    private static String section(String cloud) {
        return cloud.isEmpty() ? "[Global]" : "[Global \"" + cloud + "\"]";
    }

    private static Cloud connect(String name, CloudConfiguration configuration, Client client) {
        var access = Optional.ofNullable(configuration.clouds().get(name))
                .orElseThrow(
                        () -> new Refusal("--" + CinderOptions.CLOUD_NAME + "=" + name + ": the files have no section "
                                + section(name) + "; there is only "
                                + configuration.clouds().keySet().stream()
                                        .map(CinderProvider::section)
                                        .collect(Collectors.joining(", "))));
        return Cloud.connect(name, access, client, Deadline.after(LOGIN_TIME, client.clock()));
    }
}
