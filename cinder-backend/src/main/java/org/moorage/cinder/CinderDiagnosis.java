package org.moorage.cinder;

import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;

/// Looks at each cloud: whether the project may make the calls that are made of it, whether its Cinder is new enough,
/// whether the zones fit together, what types there are, and what the quotas leave.
final class CinderDiagnosis implements Diagnosis {
    /// A quota of which less than this share is left is worth a word.
    private static final int SHARE = 10;

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
        private final String title;

        Examination(CinderCloud cloud, Deadline deadline) {
            this.cloud = cloud;
            this.deadline = deadline;
            this.title = cloud.name().isEmpty() ? "[Global] " : "[Global \"" + cloud.name() + "\"] ";
        }

        List<Finding> findings() {
            return Stream.of(needed(), useful(), types(), quotas(), zones())
                    .flatMap(List::stream)
                    .toList();
        }

        /// What no volume comes about without.
        private List<Finding> needed() {
            var first = Selection.everything().page(Optional.empty(), 1);
            return List.of(
                    call("list volumes", true, until -> cloud.volumes().list(first, until)),
                    call(
                            "list volumes by time of change (Cinder 3.60)",
                            !settings.ignoreVolumeMicroversion(),
                            until -> cloud.volumes().list(first.changedSince(clock.instant()), until)),
                    call(
                            "read a server",
                            true,
                            until -> cloud.servers().exists(UUID.randomUUID().toString(), until)));
        }

        /// What one kind of calls needs, and others do not.
        private List<Finding> useful() {
            var first = Selection.everything().page(Optional.empty(), 1);
            return List.of(
                    call("list snapshots", false, until -> cloud.snapshots().list(first, until)),
                    call("list backups", false, until -> cloud.backups().list(first, until)),
                    call("list attachments", false, until -> cloud.attachments().page(Optional.empty(), until)),
                    call(
                            "read messages",
                            false,
                            until -> cloud.messages().latest(UUID.randomUUID().toString(), until)),
                    call("list group types", false, until -> cloud.groups().types(until)));
        }

        private Finding call(String what, boolean needed, Consumer<Deadline> ask) {
            try {
                ask.accept(deadline);
                return Finding.sound(title + what, "allowed");
            } catch (OpenStackError error) {
                return needed
                        ? Finding.wrong(title + what, text(error), remedy(error))
                        : Finding.warning(title + what, text(error), remedy(error));
            }
        }

        private List<Finding> types() {
            try {
                var known = cloud.types().list(deadline);
                var standard = cloud.types().findDefault(deadline);
                var names = known.stream().map(type -> type.name()).toList();
                return List.of(standard.map(
                                type -> Finding.sound(title + "volume types", names + ", by default " + type.name()))
                        .orElseGet(() -> Finding.warning(
                                title + "volume types",
                                "there is no default type; there are " + names,
                                "write 'type' into each StorageClass, or set default_volume_type in Cinder")));
            } catch (OpenStackError error) {
                return List.of(Finding.warning(title + "volume types", text(error), remedy(error)));
            }
        }

        private List<Finding> quotas() {
            try {
                var project = cloud.project().get();
                if (project.isEmpty()) {
                    return List.of(Finding.warning(
                            title + "quotas",
                            "Keystone does not say for which project",
                            "scope the login to a project"));
                }
                var usage = cloud.quotas().usage(project.get(), deadline);
                return Stream.of("volumes", "gigabytes", "snapshots", "backups")
                        .flatMap(name ->
                                Optional.ofNullable(usage.get(name)).stream().map(quota -> quota(name, quota)))
                        .toList();
            } catch (OpenStackError error) {
                return List.of(Finding.warning(title + "quotas", text(error), remedy(error)));
            }
        }

        private Finding quota(String name, Quota quota) {
            var subject = title + "quota " + name;
            if (!quota.limited()) {
                return Finding.sound(subject, "no limit, " + quota.used() + " used");
            }
            var text = quota.left() + " of " + quota.limit() + " left";
            var remedy = "have the quota raised (openstack quota set --" + name + "), or delete what is not needed";
            if (quota.left() == 0) {
                return name.equals("volumes") || name.equals("gigabytes")
                        ? Finding.wrong(subject, text, remedy)
                        : Finding.warning(subject, text, remedy);
            }
            return quota.left() * SHARE < quota.limit()
                    ? Finding.warning(subject, text, remedy)
                    : Finding.sound(subject, text);
        }

        private List<Finding> zones() {
            if (!settings.withTopology()) {
                return List.of();
            }
            var known = cloud.zones().look(deadline);
            if (known.volume().isEmpty()) {
                return List.of(Finding.warning(
                        title + "zones",
                        "Nova or Cinder does not tell its availability zones",
                        "let the project list them, or start with --with-topology=false"));
            }
            var findings = new ArrayList<Finding>();
            cloud.zones()
                    .misfits()
                    .forEach(line -> findings.add(
                            Finding.wrong(title + "zones", line, "see zone-map in the documentation of cloud.conf")));
            if (findings.isEmpty()) {
                findings.add(Finding.sound(title + "zones", "Nova " + known.compute() + ", Cinder " + known.volume()));
            }
            return findings;
        }

        private static String text(OpenStackError error) {
            return String.valueOf(error.getMessage());
        }

        private static String remedy(OpenStackError error) {
            return switch (error.status()) {
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    "give the user a role that may do this (member or reader), or have the service's policy allow it";
                case HttpURLConnection.HTTP_NOT_ACCEPTABLE ->
                    "Cinder is too old for it: write ignore-volume-microversion = true into [BlockStorage], or update";
                case HttpURLConnection.HTTP_NOT_FOUND -> "the service lacks this part: it may not be installed";
                default -> "see whether the service is up and its endpoint in the catalog is right";
            };
        }
    }
}
