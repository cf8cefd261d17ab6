package org.moorage.manila;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.openstack.answer.CloudLooks;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.ShareType;

/// Looks at the driver's own cloud: whether the project may make the calls that are made of it, whether its Manila is
/// new enough, what types, networks and protocols it has, whether the zones fit together, and what the quotas leave.
final class ManilaDiagnosis implements Diagnosis {
    private static final String TYPES = "share types";
    private static final String ZONES = "zones";

    private final Clouds clouds;
    private final DriverSettings settings;

    ManilaDiagnosis(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public List<Finding> examine(Deadline deadline) {
        return clouds.own()
                .map(cloud -> new Examination(cloud, deadline).findings())
                .orElseGet(() -> List.of(Finding.warning(
                        "cloud",
                        "there is no --" + ManilaOptions.CLOUD_CONFIG + ", and requests bring their own secrets, so"
                                + " nothing there was looked at",
                        "give --" + ManilaOptions.CLOUD_CONFIG + " with what the secrets of the classes say")));
    }

    /// The look at the cloud.
    private final class Examination {
        private final ManilaCloud cloud;
        private final Deadline deadline;
        private final CloudLooks looks =
                new CloudLooks("", "Manila is too old for it: have it upgraded, or do without");

        Examination(ManilaCloud cloud, Deadline deadline) {
            this.cloud = cloud;
            this.deadline = deadline;
        }

        List<Finding> findings() {
            looks.see("version of Manila", true, this::version);
            calls();
            looks.see(TYPES, true, this::types);
            looks.see("share networks", false, this::networks);
            looks.see("protocols", false, this::protocols);
            looks.see("quotas", false, this::quotas);
            if (settings.withTopology()) {
                looks.see(ZONES, false, this::zones);
            }
            return looks.findings();
        }

        private List<Finding> version() {
            var version = cloud.manila().version(deadline);
            return List.of(
                    settings.attachment() && !cloud.rules().metadataKept(deadline)
                            ? looks.wrong(
                                    "version of Manila",
                                    version + " keeps no metadata of access rules, which --"
                                            + ManilaOptions.ATTACH_REQUIRED + " needs (2.45)",
                                    "have Manila upgraded, or start without --" + ManilaOptions.ATTACH_REQUIRED)
                            : looks.sound("version of Manila", version));
        }

        private void calls() {
            var all = ShareSelection.everything().page(0, 1);
            var nothing = UUID.randomUUID().toString();
            looks.allowed("list shares", true, () -> cloud.shares().list(all, deadline));
            looks.allowed(
                    "list access rules",
                    true,
                    () -> unlessNotFound(() -> cloud.rules().list(nothing, deadline)));
            looks.allowed(
                    "list export locations",
                    true,
                    () -> unlessNotFound(() -> cloud.locations().list(nothing, deadline)));
            looks.allowed("list snapshots", false, () -> cloud.snapshots().list(all, deadline));
            looks.allowed("read messages", false, () -> cloud.messages().latestError(nothing, deadline));
            if (settings.attachment()) {
                looks.allowed("read a server", true, () -> cloud.servers().exists(nothing, deadline));
            }
        }

        private List<Finding> types() {
            var types = cloud.types().list(deadline);
            var names = types.stream().map(ShareType::name).toList();
            if (names.isEmpty()) {
                return List.of(looks.wrong(
                        TYPES,
                        "there is none that the project may use",
                        "have one made (openstack share type create), or the project let into one"));
            }
            return List.of(
                    names.contains(ShareParameters.DEFAULT_TYPE)
                            ? looks.sound(TYPES, names.toString())
                            : looks.warning(
                                    TYPES,
                                    "there is none of the name '" + ShareParameters.DEFAULT_TYPE
                                            + "', which classes without a 'type' ask for; there are " + names,
                                    "write 'type' into each StorageClass"));
        }

        private List<Finding> networks() {
            var wanting = cloud.types().list(deadline).stream()
                    .filter(ShareType::shareServers)
                    .map(ShareType::name)
                    .toList();
            var networks = cloud.manila().networks(deadline);
            return List.of(
                    wanting.isEmpty() || !networks.isEmpty()
                            ? looks.sound(
                                    "share networks",
                                    networks.isEmpty() ? "none, and none is needed" : networks.toString())
                            : looks.warning(
                                    "share networks",
                                    "the project has none, and shares of these types need one: " + wanting,
                                    "make one (openstack share network create), and name it by 'shareNetworkID' in the"
                                            + " classes of these types"));
        }

        /// Pools are shown to few, and what they speak is no secret to those who see them.
        private List<Finding> protocols() {
            var spoken = cloud.manila().pools().protocols(deadline);
            if (spoken.isEmpty()) {
                return List.of();
            }
            var wanted = settings.protocol().name();
            return List.of(
                    spoken.get().stream()
                                    .anyMatch(
                                            one -> one.toUpperCase(Locale.ROOT).contains(wanted))
                            ? looks.sound("protocols", spoken.get().toString())
                            : looks.wrong(
                                    "protocols",
                                    "no pool of Manila speaks " + wanted + "; they speak " + spoken.get(),
                                    "choose another --" + ManilaOptions.PROTOCOL + ", or have a backend added"));
        }

        private List<Finding> quotas() {
            var project = cloud.project().get();
            if (project.isEmpty()) {
                return List.of(looks.warning(
                        "quotas", "Keystone does not say for which project", "scope the login to a project"));
            }
            var usage = cloud.manila().quotas().usage(project.get(), deadline);
            return Stream.of("shares", "gigabytes", "snapshots", "snapshot_gigabytes")
                    .flatMap(name -> Optional.ofNullable(usage.get(name)).stream()
                            .map(quota -> looks.quota(
                                    name,
                                    quota,
                                    name.equals("shares") || name.equals("gigabytes"),
                                    "openstack share quota set --" + name.replace('_', '-'))))
                    .toList();
        }

        private List<Finding> zones() {
            var manila = cloud.manila().availabilityZones(deadline);
            var nova = cloud.zones().names(deadline);
            var findings = new ArrayList<Finding>();
            nova.stream()
                    .filter(zone -> !manila.contains(zone))
                    .forEach(zone -> findings.add(looks.wrong(
                            ZONES,
                            "Nova's zone " + zone + " is none of Manila's, which are " + manila
                                    + ": no share can be made where its nodes want one",
                            "start with --" + ManilaOptions.WITH_TOPOLOGY + "=false, or have the zones named alike")));
            return findings.isEmpty() ? List.of(looks.sound(ZONES, "Nova " + nova + ", Manila " + manila)) : findings;
        }

        private static void unlessNotFound(Runnable look) {
            try {
                look.run();
            } catch (OpenStackError error) {
                if (!error.notFound()) {
                    throw error;
                }
            }
        }
    }
}
