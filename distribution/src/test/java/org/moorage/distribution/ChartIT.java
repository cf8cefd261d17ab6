package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The Helm chart, rendered by helm, and the plain manifests, which are what it renders with its own values.
class ChartIT {
    private static final String CHART = "src/main/charts/openstack-cinder-csi";
    private static final Path MANIFESTS = Path.of("src/main/manifests/cinder-csi-plugin.yaml");
    private static final String SHARES = "src/main/charts/openstack-manila-csi";
    private static final Path SHARE_MANIFESTS = Path.of("src/main/manifests/manila-csi-plugin.yaml");
    private static final List<String> PLAIN = List.of(
            "--namespace=kube-system",
            "--set=secret.enabled=true",
            "--set=secret.name=cloud-config",
            "--set=csi.plugin.volumes=null",
            "--set=csi.plugin.volumeMounts[0].name=cloud-config",
            "--set=csi.plugin.volumeMounts[0].mountPath=/etc/config",
            "--set=csi.plugin.volumeMounts[0].readOnly=true");

    private static Path requireHelm() {
        var named = System.getenv("HELM");
        var candidates = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, "helm"));
        var found = candidates.filter(Files::isExecutable).findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: helm is neither named by HELM nor on the path");
        }
        assumeTrue(found.isPresent(), "helm is neither named by HELM nor on the path");
        return found.orElseThrow();
    }

    private static PackageUnderTest.Outcome helm(String command, String release, List<String> settings)
            throws Exception {
        return outcome(command, release, CHART, settings);
    }

    private static PackageUnderTest.Outcome outcome(String command, String release, String chart, List<String> settings)
            throws Exception {
        var words = new ArrayList<>(List.of(requireHelm().toString(), command));
        Stream.of(release).filter(word -> !word.isEmpty()).forEach(words::add);
        words.add(chart);
        words.addAll(settings);
        return PackageUnderTest.run(Duration.ofMinutes(1), Map.of(), words);
    }

    private static List<Map<?, ?>> rendered(String... settings) throws Exception {
        var outcome = helm("template", "cinder-csi", List.of(settings));
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        return objects(outcome.text());
    }

    private static List<Map<?, ?>> objects(String text) {
        var objects = new ArrayList<Map<?, ?>>();
        for (var object : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (object instanceof Map<?, ?> map) {
                objects.add(map);
            }
        }
        return objects;
    }

    private static Map<?, ?> one(List<Map<?, ?>> objects, String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static Object at(Object from, String... keys) {
        var here = from;
        for (var key : keys) {
            here = ((Map<?, ?>) here).get(key);
        }
        return here;
    }

    private static List<?> containers(Map<?, ?> workload) {
        return (List<?>) at(workload, "spec", "template", "spec", "containers");
    }

    @Test
    void isLintedWithoutAWord() throws Exception {
        assertThat(helm("lint", "", List.of("--strict")).exitCode()).isZero();
    }

    @Test
    void twoPartsOnOneHostMayNotHaveOnePort() throws Exception {
        var shared = "--set=csi.plugin.controllerPlugin.hostNetwork=true";

        var refused = helm("template", "cinder", List.of(shared));

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.text()).contains("csi.plugin.controllerPlugin.healthPort");
        assertThat(helm("template", "cinder", List.of(shared, "--set=csi.plugin.controllerPlugin.healthPort=9809"))
                        .exitCode())
                .isZero();
    }

    /// Whoever upgrades a release of the Go driver's chart keeps its objects: names and selectors may not change.
    @Test
    void objectsAreCalledAsThoseOfTheGoDriversChart() throws Exception {
        var all = rendered();

        for (var kind : List.of("Deployment", "DaemonSet")) {
            var part = kind.equals("Deployment") ? "controllerplugin" : "nodeplugin";
            assertThat(at(one(all, kind), "metadata", "name")).isEqualTo("openstack-cinder-csi-" + part);
            assertThat(at(one(all, kind), "spec", "selector", "matchLabels"))
                    .isEqualTo(Map.of("component", part, "app", "openstack-cinder-csi", "release", "cinder-csi"));
        }
        assertThat(all.stream()
                        .filter(object -> "ServiceAccount".equals(object.get("kind")))
                        .map(object -> at(object, "metadata", "name")))
                .containsExactlyInAnyOrder("csi-cinder-controller-sa", "csi-cinder-node-sa");
        assertThat(all.stream()
                        .filter(object -> "StorageClass".equals(object.get("kind")))
                        .map(object -> at(object, "metadata", "name")))
                .containsExactlyInAnyOrder("csi-cinder-sc-delete", "csi-cinder-sc-retain");
    }

    @Test
    void noNodeSeesCredentialsAndNoControllerHasRightsOnItsHost() throws Exception {
        var all = rendered("--set=secret.enabled=true");

        assertThat(at(one(all, "DaemonSet"), "spec", "template", "spec").toString())
                .doesNotContain("cinder-csi-cloud-config", "/etc/config");
        assertThat(at(one(all, "Deployment"), "spec", "template", "spec").toString())
                .contains("cinder-csi-cloud-config");
        assertThat(containers(one(all, "Deployment"))).hasSize(6).allSatisfy(container -> {
            assertThat(at(container, "securityContext", "readOnlyRootFilesystem"))
                    .isEqualTo(true);
            assertThat(at(container, "securityContext", "allowPrivilegeEscalation"))
                    .isEqualTo(false);
        });
    }

    /// What a role of the objects may do, as "verb resource", a subresource after a slash.
    private static List<String> rights(List<Map<?, ?>> objects, String kind) {
        return ((List<?>) at(one(objects, kind), "rules"))
                .stream()
                        .flatMap(rule -> ((List<?>) at(rule, "resources"))
                                .stream()
                                        .flatMap(resource -> ((List<?>) at(rule, "verbs"))
                                                .stream().map(verb -> verb + " " + resource)))
                        .toList();
    }

    private static List<Map<?, ?>> shares(String... settings) throws Exception {
        var outcome = outcome("template", "manila-csi", SHARES, List.of(settings));
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        return objects(outcome.text());
    }

    /// One account serves all sidecars, so what one of them does not need is nobody's.
    @Test
    void sidecarsMayDoWhatTheyDoAndNoMore() throws Exception {
        var volumes = rights(rendered(), "ClusterRole");
        var shares = rights(shares(), "ClusterRole");

        assertThat(List.of(volumes, shares))
                .allSatisfy(rights -> assertThat(rights)
                        .contains("patch persistentvolumeclaims/status", "create events")
                        .noneMatch(right -> right.endsWith(" pods"))
                        .doesNotContain("list secrets", "watch secrets", "list events", "delete volumesnapshotcontents")
                        .doesNotHaveDuplicates());
        assertThat(volumes).contains("list nodes").noneMatch(right -> right.endsWith(" secrets"));
        // The provisioner looks up the node that was chosen for a claim, whether or not it asks for topology.
        assertThat(shares).contains("get secrets", "get nodes").doesNotContain("list nodes");
        assertThat(rights(rendered("--set-string=csi.provisioner.topology=false"), "ClusterRole"))
                .contains("get nodes")
                .doesNotContain("list nodes");
        assertThat(rights(shares("--set=csimanila.topologyAwarenessEnabled=true"), "ClusterRole"))
                .contains("list nodes", "list csinodes");
        assertThat(List.of(rights(rendered(), "Role"), rights(shares(), "Role")))
                .allSatisfy(rights ->
                        assertThat(rights).containsExactlyInAnyOrder("get leases", "create leases", "update leases"));
    }

    @Test
    void eachDriverIsAskedWhetherItIsReady() throws Exception {
        for (var all : List.of(rendered(), shares())) {
            for (var kind :
                    List.of("DaemonSet", all.toString().contains("StatefulSet") ? "StatefulSet" : "Deployment")) {
                assertThat(containers(one(all, kind)))
                        .filteredOn(container -> at(container, "readinessProbe") != null)
                        .singleElement()
                        .satisfies(container -> assertThat(at(container, "readinessProbe", "httpGet"))
                                .isEqualTo(at(container, "livenessProbe", "httpGet"))
                                .isEqualTo(at(container, "startupProbe", "httpGet")));
            }
        }
    }

    /// The sidecar answers with an error what is not ready, which a driver is until the cloud has been there once: its
    /// start has an hour, in which no livenessProbe asks.
    @Test
    void outageOfTheCloudIsNoReasonToRestartADriverThatStarts() throws Exception {
        for (var all : List.of(rendered(), shares())) {
            assertThat(all.stream()
                            .filter(object -> List.of("Deployment", "StatefulSet", "DaemonSet")
                                    .contains(object.get("kind")))
                            .flatMap(workload -> containers(workload).stream())
                            .filter(container -> at(container, "livenessProbe") != null)
                            .map(container -> (int) at(container, "startupProbe", "failureThreshold")
                                    * (int) at(container, "startupProbe", "periodSeconds")))
                    .hasSize(2)
                    .containsOnly(3600);
        }
    }

    @Test
    void severalControllersGoToNodesOfTheirOwnUnlessValuesSayWhere() throws Exception {
        for (var chart : Map.of(CHART, "csi.plugin.controllerPlugin", SHARES, "controllerplugin")
                .entrySet()) {
            var two = "--set=" + chart.getValue() + ".replicas=2";
            var named = "--set=" + chart.getValue() + ".affinity.nodeAffinity.key=value";
            var kind = chart.getKey().equals(CHART) ? "Deployment" : "StatefulSet";

            var several = one(objectsOf(chart.getKey(), two), kind);
            var elsewhere = one(objectsOf(chart.getKey(), two, named), kind);

            assertThat(affinity(several).toString())
                    .contains("preferredDuringScheduling", "topologyKey=kubernetes.io/hostname")
                    .contains(at(several, "spec", "selector", "matchLabels").toString());
            assertThat(affinity(elsewhere)).isEqualTo(Map.of("nodeAffinity", Map.of("key", "value")));
            assertThat(objectsOf(chart.getKey()).stream()
                            .filter(object -> List.of(kind, "DaemonSet").contains(object.get("kind")))
                            .map(workload -> ((Map<?, ?>) at(workload, "spec", "template", "spec"))))
                    .hasSize(2)
                    .noneMatch(pod -> pod.containsKey("affinity"));
        }
    }

    private static Map<?, ?> affinity(Map<?, ?> workload) {
        return (Map<?, ?>) at(workload, "spec", "template", "spec", "affinity");
    }

    private static List<Map<?, ?>> objectsOf(String chart, String... settings) throws Exception {
        return chart.equals(CHART) ? rendered(settings) : shares(settings);
    }

    @Test
    void severalControllersOfSharesElectOneAndStayWhileNodesAreDrained() throws Exception {
        var all = shares("--set=controllerplugin.replicas=2");

        assertThat(at(one(all, "PodDisruptionBudget"), "spec", "minAvailable")).isEqualTo(1);
        assertThat(at(one(all, "PodDisruptionBudget"), "spec", "selector"))
                .isEqualTo(at(one(all, "StatefulSet"), "spec", "selector"));
        assertThat(containers(one(all, "StatefulSet")))
                .filteredOn(container -> at(container, "args").toString().contains("--leader-election=true"))
                .hasSize(3);
        assertThat(at(one(all, "RoleBinding"), "subjects").toString())
                .contains(at(one(all, "ServiceAccount"), "metadata", "name").toString());
        assertThat(shares()).noneMatch(object -> "PodDisruptionBudget".equals(object.get("kind")));
    }

    @Test
    void nameThatWouldNameNothingIsRefused() throws Exception {
        for (var refused : List.of(
                helm("template", "cinder-csi", List.of("--set=fullnameOverride=mine")),
                outcome("template", "manila-csi", SHARES, List.of("--set=fullnameOverride=mine")),
                outcome("template", "manila-csi", SHARES, List.of("--set=fullNameOverride=mine")))) {
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.text()).contains("fullnameOverride: it names nothing", "nameOverride");
        }
        assertThat(shares("--set=fullNameOverride=")).isNotEmpty();
    }

    /// The charts hold copies, since helm reads no file outside of a chart. With `-Dmanifests.write=true` they are made
    /// anew.
    @Test
    void alertsOfTheChartsAreThoseOfThePackage() throws Exception {
        var alerts = Path.of("src/main/monitoring/moorage-alerts.yaml");
        for (var chart : List.of(CHART, SHARES)) {
            var copy = Path.of(chart, "files/moorage-alerts.yaml");
            if (Boolean.getBoolean("manifests.write")) {
                Files.copy(alerts, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(copy).hasSameTextualContentAs(alerts);
        }
        var groups = at(objects(Files.readString(alerts)).getFirst(), "groups");

        assertThat(at(
                        one(rendered("--set=csi.plugin.prometheusRule.enabled=true"), "PrometheusRule"),
                        "spec",
                        "groups"))
                .isEqualTo(groups);
        assertThat(at(one(shares("--set=csimanila.prometheusRule.enabled=true"), "PrometheusRule"), "spec", "groups"))
                .isEqualTo(groups);
    }

    @Test
    void controllersOfSharesAreScrapedEachAtItsPort() throws Exception {
        var all = shares(
                "--set=shareProtocols[0].protocolSelector=NFS",
                "--set=shareProtocols[1].protocolSelector=CEPHFS",
                "--set=csimanila.httpEndpoint.enabled=true",
                "--set=csimanila.podMonitor.enabled=true");

        assertThat(containers(one(all, "StatefulSet")).toString())
                .contains("--http-endpoint=:8080", "--http-endpoint=:8081");
        assertThat(at(one(all, "PodMonitor"), "spec", "podMetricsEndpoints").toString())
                .contains("port=nfs-http", "port=cephfs-http");
        assertThat(one(all, "DaemonSet").toString()).doesNotContain("--http-endpoint");
    }

    /// On a read-only root, too, mount.nfs can start what keeps locks of NFS 3 where the host has none.
    @Test
    void nodeOfSharesHasAPlaceForStatd() throws Exception {
        var driver = containers(one(shares(), "DaemonSet")).stream()
                .filter(container -> at(container, "readinessProbe") != null)
                .findFirst()
                .orElseThrow();

        assertThat(((List<?>) at(driver, "volumeMounts")).stream().map(mount -> at(mount, "mountPath")))
                .contains("/var/lib/nfs", "/var/lib/nfs/sm", "/var/lib/nfs/sm.bak");
    }

    @Test
    void argumentsOfTheGoDriversValuesAreTaken() throws Exception {
        var all = rendered(
                "--set-string=csi.attacher.extraArgs=- --worker-threads={{ .Values.csi.plugin.controllerPlugin.replicas }}",
                "--set=csi.plugin.controllerPlugin.replicas=2",
                "--set=pvcAnnotations=true",
                "--set=csi.plugin.httpEndpoint.enabled=true");

        assertThat(containers(one(all, "Deployment")).toString())
                .contains("--worker-threads=2", "--pvc-annotations", "--http-endpoint=:8080");
        assertThat(at(one(all, "PodDisruptionBudget"), "spec", "minAvailable")).isEqualTo(1);
    }

    @Test
    void valueThatIsMisspelledIsRefused() throws Exception {
        var outcome = helm("template", "cinder-csi", List.of("--set=csi.plugin.controllerPlugin.replica=2"));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.text()).contains("replica");
    }

    @Test
    void plainManifestsAreWhatTheChartRenders() throws Exception {
        assertManifests(MANIFESTS, helm("template", "cinder-csi", PLAIN));
    }

    /// With `-Dmanifests.write=true` they are written anew.
    private static void assertManifests(Path manifests, PackageUnderTest.Outcome outcome) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        if (Boolean.getBoolean("manifests.write")) {
            Files.write(
                    manifests,
                    outcome.lines().stream().filter(line -> !line.isBlank()).toList());
        }

        assertThat(objects(Files.readString(manifests))).isEqualTo(objects(outcome.text()));
    }

    /// The Manila chart: each protocol is a driver, mounted by this one unless values name a partner.
    @Test
    void sharesAreMountedByThisDriverUnlessValuesNameAPartner() throws Exception {
        var own = outcome("template", "manila-csi", SHARES, List.of());
        var handed = outcome(
                "template",
                "manila-csi",
                SHARES,
                List.of(
                        "--set=shareProtocols[0].protocolSelector=CEPHFS",
                        "--set=shareProtocols[0].fwdNodePluginEndpoint.dir=/var/lib/kubelet/plugins/partner",
                        "--set=shareProtocols[0].fwdNodePluginEndpoint.sockFile=csi.sock"));

        assertThat(own.exitCode()).as(own.text()).isZero();
        assertThat(at(one(objects(own.text()), "CSIDriver"), "metadata", "name"))
                .isEqualTo("nfs.manila.csi.openstack.org");
        assertThat(own.text()).doesNotContain("--fwdendpoint");
        assertThat(handed.text())
                .contains(
                        "cephfs.manila.csi.openstack.org",
                        "--fwdendpoint=unix:///var/lib/kubelet/plugins/partner/csi.sock");
    }

    @Test
    void objectsOfSharesAreCalledAsThoseOfTheGoDriversChart() throws Exception {
        var all = shares();

        for (var kind : List.of("StatefulSet", "DaemonSet")) {
            var part = kind.equals("StatefulSet") ? "controllerplugin" : "nodeplugin";
            assertThat(at(one(all, kind), "metadata", "name")).isEqualTo("manila-csi-openstack-manila-csi-" + part);
            assertThat(at(one(all, kind), "spec", "selector", "matchLabels"))
                    .isEqualTo(Map.of("component", part, "app", "openstack-manila-csi", "release", "manila-csi"));
        }
        assertThat(containers(one(all, "StatefulSet")))
                .hasSize(5)
                .allSatisfy(container -> assertThat(at(container, "securityContext", "readOnlyRootFilesystem"))
                        .isEqualTo(true));
    }

    @Test
    void chartOfSharesIsLintedAndRefusesWhatIsMisspelled() throws Exception {
        var misspelled = outcome("template", "manila-csi", SHARES, List.of("--set=shareProtocol=NFS"));

        assertThat(outcome("lint", "", SHARES, List.of("--strict")).exitCode()).isZero();
        assertThat(misspelled.exitCode()).isNotZero();
        assertThat(misspelled.text()).contains("shareProtocol");
    }

    @Test
    void plainManifestsOfSharesAreWhatTheChartRenders() throws Exception {
        assertManifests(SHARE_MANIFESTS, outcome("template", "manila-csi", SHARES, List.of("--namespace=kube-system")));
    }

    /// Without helm: they are there, and hold what a cluster needs.
    @Test
    void plainManifestsHoldAllThatIsNeeded() throws IOException {
        assertThat(objects(Files.readString(MANIFESTS)).stream().map(object -> String.valueOf(object.get("kind"))))
                .contains("CSIDriver", "Deployment", "DaemonSet", "ClusterRole", "ServiceAccount", "StorageClass");
    }
}
