package org.moorage.cinder;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.openstack.answer.CloudLooks;
import org.moorage.openstack.blockstorage.Selection;

/// Looks at each cloud: whether the project may make the calls that are made of it, whether its Cinder is new enough,
/// whether the zones fit together, what types there are, and what the quotas leave.
final class CinderDiagnosis implements Diagnosis {
    private final Clouds clouds;
    private final DriverSettings settings;
    private final InstantSource clock;

    CinderDiagnosis(Clouds clouds, DriverSettings settings, InstantSource clock) {
        this.clouds = clouds;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Finding> examine(Deadline deadline) {
        return clouds.all().stream()
                .flatMap(cloud -> new Examination(cloud, deadline).findings().stream())
                .toList();
    }

    /// The look at one cloud.
    private final class Examination {
        private final CinderCloud cloud;
        private final Deadline deadline;
        private final CloudLooks looks;

        Examination(CinderCloud cloud, Deadline deadline) {
            this.cloud = cloud;
            this.deadline = deadline;
            this.looks = new CloudLooks(
                    cloud.name(),
                    "Cinder is too old for it: write ignore-volume-microversion = true into [BlockStorage], or update");
        }

        List<Finding> findings() {
            needed();
            useful();
            looks.see("volume types", false, this::types);
            looks.see("quotas", false, this::quotas);
            if (settings.withTopology()) {
                looks.see("zones", false, this::zones);
            }
            return looks.findings();
        }

        /// What no volume comes about without.
        private void needed() {
            var first = Selection.everything().page(Optional.empty(), 1);
            looks.allowed("list volumes", true, () -> cloud.volumes().list(first, deadline));
            looks.allowed(
                    "list volumes by time of change (Cinder 3.60)",
                    !settings.ignoreVolumeMicroversion(),
                    () -> cloud.volumes().list(first.changedSince(clock.instant()), deadline));
            looks.allowed(
                    "read a server",
                    true,
                    () -> cloud.servers().exists(UUID.randomUUID().toString(), deadline));
        }

        /// What one kind of calls needs, and others do not.
        private void useful() {
            var first = Selection.everything().page(Optional.empty(), 1);
            looks.allowed("list snapshots", false, () -> cloud.snapshots().list(first, deadline));
            looks.allowed("list backups", false, () -> cloud.backups().list(first, deadline));
            looks.allowed("list attachments", false, () -> cloud.attachments().page(Optional.empty(), deadline));
            looks.allowed(
                    "read messages",
                    false,
                    () -> cloud.messages().latest(UUID.randomUUID().toString(), deadline));
            looks.allowed("list group types", false, () -> cloud.groups().types(deadline));
        }

        private List<Finding> types() {
            var names = cloud.types().list(deadline).stream()
                    .map(type -> type.name())
                    .toList();
            return List.of(cloud.types()
                    .findDefault(deadline)
                    .map(type -> looks.sound("volume types", names + ", by default " + type.name()))
                    .orElseGet(() -> looks.warning(
                            "volume types",
                            "there is no default type; there are " + names,
                            "write 'type' into each StorageClass, or set default_volume_type in Cinder")));
        }

        private List<Finding> quotas() {
            var project = cloud.project().get();
            if (project.isEmpty()) {
                return List.of(looks.warning(
                        "quotas", "Keystone does not say for which project", "scope the login to a project"));
            }
            var usage = cloud.quotas().usage(project.get(), deadline);
            return Stream.of("volumes", "gigabytes", "snapshots", "backups")
                    .flatMap(name -> Optional.ofNullable(usage.get(name)).stream()
                            .map(quota -> looks.quota(
                                    name,
                                    quota,
                                    name.equals("volumes") || name.equals("gigabytes"),
                                    "openstack quota set --" + name)))
                    .toList();
        }

        private List<Finding> zones() {
            var known = cloud.zones().look(deadline);
            if (known.volume().isEmpty()) {
                return List.of(looks.warning(
                        "zones",
                        "Nova or Cinder does not tell its availability zones",
                        "let the project list them, or start with --with-topology=false"));
            }
            var findings = new ArrayList<Finding>();
            cloud.zones()
                    .misfits()
                    .forEach(line -> findings.add(
                            looks.wrong("zones", line, "see zone-map in the documentation of cloud.conf")));
            if (findings.isEmpty()) {
                findings.add(looks.sound("zones", "Nova " + known.compute() + ", Cinder " + known.volume()));
            }
            return findings;
        }
    }
}
